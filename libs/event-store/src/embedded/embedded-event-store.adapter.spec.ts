import { copyFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { assertDurable, openDatabase } from '#libs/sqlite';
import { replaceLog } from '../../../../test/support/replace-log.js';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { temporaryLog, type TemporaryLog } from '../../../../test/support/stores.js';
import { eventStoreContract } from '../../contract/event-store.contract.js';
import { Following } from '../../contract/following.js';
import { collect, noted, notes, positions, readWhole, texts } from '../../contract/sample-events.js';
import { StoreUnavailableError, UnknownPositionError } from '../event-store.js';
import { limits } from '../limits.js';
import { EmbeddedEventStore } from './embedded-event-store.js';

eventStoreContract('the embedded event store', temporaryLog);

describe('the embedded event store, beyond the contract', () => {
  let log: TemporaryLog;
  beforeEach(async () => {
    log = await temporaryLog();
  });
  afterEach(() => log.dispose());

  const wholeLog = async (store: EmbeddedEventStore) =>
    (await collect(store.readAll())).flatMap(({ events }) => events);

  describe('positions', () => {
    it('begin at 1 and have no gaps, whatever conflicts and re-sent appends come between', async () => {
      const { store } = log;
      const events = notes(2);
      await store.append('note-1', events, 'no-stream');
      await store.append('note-1', notes(1), 'no-stream');
      await store.append('note-1', events, 'no-stream');
      await expect(store.append('note-2', [], 'no-stream')).rejects.toThrow(RangeError);
      await Promise.all([
        store.append('note-2', notes(2), 'no-stream'),
        store.append('note-1', notes(1), 1n),
      ]);
      expect(positions(await wholeLog(store))).toEqual([1n, 2n, 3n, 4n, 5n]);
      expect(await store.headPosition()).toBe(5n);
    });

    it('go on after a restart', async () => {
      await log.store.append('note-1', notes(2), 'no-stream');
      const store = await log.reopen();
      await store.append('note-2', notes(1), 'no-stream');
      expect(positions(await wholeLog(store))).toEqual([1n, 2n, 3n]);
    });

    it('are 0 for an empty log, which a subscriber has caught up with at once', async () => {
      expect(await log.store.headPosition()).toBe(0n);
      const empty = { events: [], position: 0n, isCaughtUp: true };
      expect(await collect(log.store.readAll())).toEqual([empty]);
      expect(await new Following(log.store).untilCaughtUp()).toEqual(empty);
    });

    it('of a live subscriber move past events that its filter leaves out', async () => {
      const following = new Following(log.store, { streamPrefixes: ['mine-'] });
      await following.untilCaughtUp();
      await log.store.append('other-1', notes(3), 'no-stream');
      expect(await following.until(({ position }) => position === 3n)).toMatchObject({ events: [] });
    });
  });

  it('reads only the link of a chained event when only links are asked for', async () => {
    const hash = 'a'.repeat(64);
    const note = noted('long');
    await log.store.append('note-1', [{ ...note, metadata: { ...note.metadata, hash } }], 'no-stream');
    const [page] = await collect(log.store.readLinks());
    expect(page?.events).toStrictEqual([{ id: note.id, position: 1n, hash }]);
  });

  it('examines a bounded part of the log for one page, however little the filter lets through', async () => {
    const { store } = log;
    const window = Number(limits.scanWindowPositions);
    const appends = Array.from({ length: window / limits.maxEventsPerAppend }, (_, index) =>
      store.append(`other-${index}`, notes(limits.maxEventsPerAppend), 'no-stream'),
    );
    await Promise.all(appends);
    await store.append('mine-1', [noted('found')], 'no-stream');
    const pages = await collect(store.readAll({ streamPrefixes: ['mine-'] }));
    expect(pages.map(({ events, position }) => [texts(events), position])).toEqual([
      [[], limits.scanWindowPositions],
      [['found'], limits.scanWindowPositions + 1n],
    ]);
  });

  it('ends a subscription under which another program has put another log, of whatever length', async () => {
    for (const replacement of [[], ['note 0'], ['note 0', 'another'], ['a', 'b', 'c']]) {
      const directory = await temporaryDirectory();
      const path = `${directory.path}/events.sqlite`;
      const store = await EmbeddedEventStore.open(path);
      await store.append('note-1', notes(2), 'no-stream');
      const following = new Following(store);
      await following.untilCaughtUp();
      const next = following.next().catch((error: unknown) => error);
      await replaceLog(path, async (other) => {
        for (const text of replacement) await other.append(`${text}-1`, [noted(text)], 'no-stream');
      });
      expect(await next).toBeInstanceOf(UnknownPositionError);
      await store.close();
      await directory.remove();
    }
  });

  it('breaks off a read that is under way when it closes', async () => {
    for (const [stream, expected] of [
      ['note-1', 'no-stream'],
      ['note-1', 499n],
    ] as const)
      await log.store.append(stream, notes(500), expected);
    const page = log.store.readAll()[Symbol.asyncIterator]();
    const event = log.store.readStream('note-1', { direction: 'forwards' })[Symbol.asyncIterator]();
    await Promise.all([page.next(), event.next()]);
    await log.store.close();
    await expect(collect({ [Symbol.asyncIterator]: () => page })).rejects.toThrow(StoreUnavailableError);
    await expect(collect({ [Symbol.asyncIterator]: () => event })).rejects.toThrow(StoreUnavailableError);
  });

  it('rejects more appends than may wait, and serves again afterwards', async () => {
    const { store } = log;
    const waiting = notes(limits.maxQueuedAppends).map((event, index) =>
      store.append(`note-${index}`, [event], 'no-stream'),
    );
    await expect(store.append('late-1', notes(1), 'no-stream')).rejects.toThrow(StoreUnavailableError);
    expect((await Promise.all(waiting)).every(({ outcome }) => outcome === 'appended')).toBe(true);
    expect(await store.append('late-1', notes(1), 'no-stream')).toMatchObject({ outcome: 'appended' });
    expect(await store.headPosition()).toBe(BigInt(limits.maxQueuedAppends) + 1n);
  });

  describe('a second connection to the same log', () => {
    it('reaches the subscribers of the first', async () => {
      const other = await log.openAnother();
      const following = new Following(log.store);
      await following.untilCaughtUp();
      for (const count of [1, 2, 3]) {
        const arriving = following.untilEvents(count);
        await other.append(`note-${count}`, [noted(`from the other ${count}`)], 'no-stream');
        await arriving;
      }
      expect(texts(following.events)).toEqual([1, 2, 3].map((count) => `from the other ${count}`));
    });

    it('conflicts with the first', async () => {
      const other = await log.openAnother();
      await log.store.append('note-1', notes(2), 'no-stream');
      const conflict = { outcome: 'conflict', actualRevision: 1n };
      expect(await other.append('note-1', notes(1), 'no-stream')).toEqual(conflict);
      expect(await other.append('note-1', notes(1), 1n)).toMatchObject({ outcome: 'appended', revision: 2n });
      expect(await log.store.append('note-1', notes(1), 1n)).toEqual({ ...conflict, actualRevision: 2n });
    });

    it('recognises an append that the first has written', async () => {
      const other = await log.openAnother();
      const events = notes(2);
      const first = await log.store.append('note-1', events, 'no-stream');
      expect(await other.append('note-1', events, 'no-stream')).toEqual(first);
    });

    it('writes at the same time without gaps or losses', async () => {
      const other = await log.openAnother();
      const appends = Array.from({ length: 200 }, (_, index) =>
        (index % 2 === 0 ? log.store : other).append(`note-${index}`, notes(2), 'no-stream'),
      );
      for (const { outcome } of await Promise.all(appends)) expect(outcome).toBe('appended');
      const all = Array.from({ length: 400 }, (_, index) => BigInt(index + 1));
      expect(positions(await wholeLog(log.store))).toEqual(all);
      expect(positions(await wholeLog(other))).toEqual(all);
    });
  });

  describe('a file that the ledger must not write', () => {
    it('is one whose connection may lose the last commits', async () => {
      const weaker = await openDatabase(log.path, { synchronous: 'NORMAL' });
      expect(() => EmbeddedEventStore.over(weaker)).toThrow('synchronous level 1');
      weaker.close();
    });

    it.each([3, 99, -1])('is one of schema version %d', async (version) => {
      await log.store.close();
      const database = await openDatabase(log.path, { synchronous: 'FULL' });
      database.exec(`PRAGMA user_version = ${version}`);
      database.close();
      await expect(EmbeddedEventStore.open(log.path)).rejects.toThrow(`schema version ${version}`);
    });

    it('is the database of another program', async () => {
      const path = `${log.path}.other`;
      const database = await openDatabase(path, { synchronous: 'FULL' });
      database.exec('CREATE TABLE views (id INTEGER PRIMARY KEY)');
      await expect(EmbeddedEventStore.open(path)).rejects.toThrow('not an event log');
      expect(database.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'views' }]);
      database.close();
    });
  });

  it('has the durability that it promises on a file that exists already', async () => {
    await log.store.append('note-1', notes(1), 'no-stream');
    await log.store.close();
    const database = await openDatabase(log.path, { synchronous: 'FULL' });
    const store = EmbeddedEventStore.over(database);
    expect(() => assertDurable(database, { synchronous: 'FULL' })).not.toThrow();
    expect(texts(await readWhole(store, 'note-1'))).toEqual(['note 0']);
    await store.close();
  });

  it('leaves everything in the one file when it closes, so that a copy of it is a backup', async () => {
    await log.store.append('note-1', notes(3), 'no-stream');
    await log.store.close();
    const copy = `${log.path}.copy`;
    await copyFile(log.path, copy);
    const store = await EmbeddedEventStore.open(copy);
    expect(texts(await readWhole(store, 'note-1'))).toEqual(['note 0', 'note 1', 'note 2']);
    await store.close();
  });
});
