import { describe, expect, it } from '@jest/globals';
import {
  type EventLink,
  type EventStore,
  type LogPage,
  type LogRead,
  type RecordedEvent,
  UnknownPositionError,
} from '../src/event-store.js';
import type { Subject } from './subject.js';
import {
  accepted,
  appendAll,
  collect,
  ids,
  isGrowing,
  noted,
  notes,
  positions,
  readWhole,
  revisions,
  texts,
  uniqueName,
} from './sample-events.js';

const readLog = async (store: EventStore, read: LogRead): Promise<RecordedEvent[]> =>
  (await collect(store.readAll(read))).flatMap(({ events }) => events);

const linkOf = (event: EventLink | RecordedEvent): EventLink => ({
  id: event.id,
  position: event.position,
  hash: 'hash' in event ? event.hash : (event.metadata.hash ?? ''),
});

export const readingContract = (subject: Subject): void => {
  describe('a stream', () => {
    it('has no events when it does not exist', async () => {
      const { store } = subject();
      const stream = uniqueName('missing');
      expect(await readWhole(store, stream)).toEqual([]);
      expect(await readWhole(store, stream, { direction: 'backwards' })).toEqual([]);
      expect(await readWhole(store, stream, { direction: 'forwards', from: 3n })).toEqual([]);
    });

    it.each([
      { read: { direction: 'forwards' }, seen: [0n, 1n, 2n, 3n, 4n] },
      { read: { direction: 'forwards', from: 3n }, seen: [3n, 4n] },
      { read: { direction: 'forwards', from: 5n }, seen: [] },
      { read: { direction: 'forwards', maxCount: 2 }, seen: [0n, 1n] },
      { read: { direction: 'forwards', from: 1n, maxCount: 3 }, seen: [1n, 2n, 3n] },
      { read: { direction: 'forwards', from: 4n, maxCount: 9 }, seen: [4n] },
      { read: { direction: 'backwards' }, seen: [4n, 3n, 2n, 1n, 0n] },
      { read: { direction: 'backwards', from: 2n }, seen: [2n, 1n, 0n] },
      { read: { direction: 'backwards', from: 9n, maxCount: 1 }, seen: [4n] },
      { read: { direction: 'backwards', maxCount: 2 }, seen: [4n, 3n] },
    ] as const)('of five events, read $read: $seen', async ({ read, seen }) => {
      const { store } = subject();
      const stream = uniqueName('note');
      await store.append(stream, notes(5), 'no-stream');
      expect(revisions(await readWhole(store, stream, read))).toEqual(seen);
    });

    it('does not mix in streams with a similar name', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      await store.append(stream, [noted('mine')], 'no-stream');
      for (const other of [`${stream}1`, stream.toUpperCase(), ` ${stream}`])
        await store.append(other, [noted('other')], 'no-stream');
      expect(texts(await readWhole(store, stream))).toEqual(['mine']);
    });

    it('is read across page boundaries, in both directions', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      const events = notes(1_203);
      await appendAll(store, stream, events);
      expect(ids(await readWhole(store, stream))).toEqual(ids(events));
      const backwards = await readWhole(store, stream, { direction: 'backwards' });
      expect(ids(backwards)).toEqual(ids(events).toReversed());
      const middle = await readWhole(store, stream, { direction: 'forwards', from: 400n, maxCount: 700 });
      expect(ids(middle)).toEqual(ids(events.slice(400, 1_100)));
    });
  });

  describe('the log', () => {
    it('returns the events of all streams in commit order', async () => {
      const { store } = subject();
      const before = await store.headPosition();
      const [first, second] = [uniqueName('note'), uniqueName('note')];
      await store.append(first, [noted('a')], 'no-stream');
      await store.append(second, [noted('b'), noted('c')], 'no-stream');
      await store.append(first, [noted('d')], 0n);
      const events = (await readLog(store, { after: before })).filter(({ stream }) =>
        [first, second].includes(stream),
      );
      expect(texts(events)).toEqual(['a', 'b', 'c', 'd']);
      expect(isGrowing(positions(events))).toBe(true);
    });

    it('returns an event exactly as its stream does', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      await store.append(stream, notes(3), 'no-stream');
      expect(await readLog(store, { streamPrefixes: [stream] })).toEqual(await readWhole(store, stream));
    });

    it('returns the links of chained events, and unchained events whole', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      const events = notes(603).map((note, index) => {
        const hash = index.toString(16).padStart(64, '0');
        // The first events are older than the chain.
        return index < 2 ? note : { ...note, metadata: { ...note.metadata, prevHash: hash, hash } };
      });
      await appendAll(store, stream, events);
      const whole = await readLog(store, { streamPrefixes: [stream] });
      const pages = await collect(
        store.readLinks({ after: whole[0]?.position ?? 0n, streamPrefixes: [stream] }),
      );
      const [unlinked, ...links] = pages.flatMap((page) => page.events);
      expect(unlinked).toEqual(whole[1]);
      expect(links.map(linkOf)).toEqual(whole.slice(2).map(linkOf));
      expect(pages.at(-1)).toMatchObject({ isCaughtUp: true, position: await store.headPosition() });
    });

    it('starts after a position, exclusively', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      const { position } = accepted(await store.append(stream, notes(2), 'no-stream'));
      await store.append(stream, [noted('new')], 1n);
      expect(texts(await readLog(store, { after: position, streamPrefixes: [stream] }))).toEqual(['new']);
    });

    it('returns only streams whose name starts with one of the prefixes', async () => {
      const { store } = subject();
      const prefix = uniqueName('prefix');
      const written = ['.a', '.b', 'x.a', ''].map((suffix) => `${prefix}${suffix}`);
      for (const stream of [...written, `other-${prefix}.a`])
        await store.append(stream, [noted(stream)], 'no-stream');
      const seenBy = async (...streamPrefixes: string[]): Promise<unknown[]> =>
        texts(await readLog(store, { streamPrefixes }));
      expect(await seenBy(prefix)).toEqual(written);
      expect(await seenBy(`${prefix}.`)).toEqual([`${prefix}.a`, `${prefix}.b`]);
      expect(await seenBy(`${prefix}.b`, `${prefix}x`)).toEqual([`${prefix}.b`, `${prefix}x.a`]);
      expect(await seenBy(`${prefix}.`, `${prefix}.a`)).toEqual([`${prefix}.a`, `${prefix}.b`]);
    });

    it('ends with a page that has reached the head, after many pages', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      const events = notes(1_203);
      const last = await appendAll(store, stream, events);
      const pages: LogPage[] = await collect(store.readAll({ streamPrefixes: [stream] }));
      expect(ids(pages.flatMap((page) => page.events))).toEqual(ids(events));
      expect(pages.at(-1)?.isCaughtUp).toBe(true);
      expect(pages.at(-1)?.position).toBeGreaterThanOrEqual(last);
      for (const page of pages)
        for (const position of positions(page.events)) expect(position).toBeLessThanOrEqual(page.position);
    });

    it('knows the position of its last event', async () => {
      const { store } = subject();
      const before = await store.headPosition();
      const { position } = accepted(await store.append(uniqueName('note'), notes(2), 'no-stream'));
      expect(position).toBeGreaterThan(before);
      expect(await store.headPosition()).toBeGreaterThanOrEqual(position);
    });

    it('has an event at its position, with its id, and none where none begins or beyond its end', async () => {
      const { store } = subject();
      const events = notes(2);
      const { position } = accepted(await store.append(uniqueName('note'), events, 'no-stream'));
      expect(await store.idAt(position)).toBe(events[1]?.id);
      const end = await store.headPosition();
      for (const nowhere of [0n, end + 1n, end + 1_000_000n, BigInt(Number.MAX_SAFE_INTEGER)])
        expect(await store.idAt(nowhere)).toBeUndefined();
    });

    it.each([1n, 1_000n, 1_000_000n])('is not read from %d beyond its end', async (distance) => {
      const { store } = subject();
      await store.append(uniqueName('note'), notes(2), 'no-stream');
      const after = (await store.headPosition()) + distance;
      for (const streamPrefixes of [[], ['note-'], [uniqueName('missing')]]) {
        await expect(collect(store.readAll({ after, streamPrefixes }))).rejects.toThrow(UnknownPositionError);
        await expect(collect(store.readLinks({ after, streamPrefixes }))).rejects.toThrow(
          UnknownPositionError,
        );
      }
    });

    it('knows the position of the last event of some streams, past those of others', async () => {
      const { store } = subject();
      const prefix = uniqueName('prefix');
      const { position: first } = accepted(await store.append(`${prefix}.a`, notes(2), 'no-stream'));
      const { position } = accepted(await store.append(`${prefix}.b`, notes(2), 'no-stream'));
      await store.append(uniqueName('other'), notes(3), 'no-stream');
      const last = (after: bigint, ...streamPrefixes: readonly string[]) =>
        store.lastPosition({ after, streamPrefixes });
      expect(await last(0n, prefix)).toBe(position);
      expect(await last(first, uniqueName('missing'), prefix)).toBe(position);
      expect(await last(first, `${prefix}.a`)).toBe(first);
      expect(await last(position, prefix)).toBe(position);
      expect(await last(position)).toBeGreaterThan(position);
    });

    it('never says that the last event of some streams is earlier than it is', async () => {
      const { store } = subject();
      const stream = uniqueName('note');
      const { position } = accepted(await store.append(stream, notes(1), 'no-stream'));
      for (let index = 0; index < 30; index += 1)
        await store.append(uniqueName('other'), notes(1), 'no-stream');
      const last = await store.lastPosition({ after: position - 1n, streamPrefixes: [stream] });
      expect(last).toBeGreaterThanOrEqual(position);
      expect(last).toBeLessThanOrEqual(await store.headPosition());
    });
  });
};
