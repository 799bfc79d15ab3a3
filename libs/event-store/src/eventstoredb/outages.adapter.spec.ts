import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type OpenedEventStoreDb,
  openEventStoreDb,
} from '../../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../../test/support/eventstoredb/test-event-store.js';
import { addOne, type EndedCommand } from '../../contract/commands-under-faults.js';
import { countersOver } from '../../contract/counter.js';
import { noted, notes, readWhole, uniqueName } from '../../contract/sample-events.js';
import { StoreUnavailableError, StreamDamagedError } from '../event-store.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';

const QUICK = { callTimeoutMs: 1_000, quietSubscriptionMs: 200 };
const LONGEST_MS = 5_000;

describe('a store that comes and goes', () => {
  let server: TestEventStore;
  let opened: OpenedEventStoreDb;
  const start = async (nodeCount: number, options = QUICK): Promise<void> => {
    server = await TestEventStore.start({ nodeCount });
    opened = await openEventStoreDb(server.url, options);
  };
  afterEach(async () => {
    await opened.dispose();
    server.stop();
  });

  const reachableWithin = async (timeoutMs: number): Promise<boolean> => {
    const end = performance.now() + timeoutMs;
    while (performance.now() < end) {
      if (await opened.store.isReachable()) return true;
      await pause(50);
    }
    return false;
  };

  describe.each([1, 3])('of %d nodes', (nodeCount) => {
    beforeEach(() => start(nodeCount));

    it('is down at the start: refuses, and serves within 5 s of its return', async () => {
      server.stop();
      const { store } = opened;
      const stream = uniqueName('note');
      await expect(store.append(stream, notes(1), 'no-stream')).rejects.toThrow(StoreUnavailableError);
      await expect(readWhole(store, stream)).rejects.toThrow(StoreUnavailableError);
      await expect(store.headPosition()).rejects.toThrow(StoreUnavailableError);
      expect(await store.isReachable()).toBe(false);
      await server.restart();
      expect(await reachableWithin(LONGEST_MS)).toBe(true);
      expect(await store.append(stream, notes(1), 'no-stream')).toMatchObject({ outcome: 'appended' });
    });

    it('is silent for a while: commands still end, and go through when it answers again', async () => {
      const counters = countersOver(opened.store);
      server.mute(true);
      const unanswered = await Promise.all(
        Array.from({ length: 20 }, (_, index) => addOne(counters, uniqueName('counter'), index)),
      );
      for (const { end, tookMs } of unanswered) {
        expect(end).toBe('unavailable');
        expect(tookMs).toBeLessThan(LONGEST_MS);
      }
      server.mute(false);
      expect(await reachableWithin(LONGEST_MS)).toBe(true);
      expect(await addOne(counters, uniqueName('counter'), 0)).toMatchObject({ end: 'committed' });
    });
  });

  it.each([
    { isKilled: false, how: 'steps down' },
    { isKilled: true, how: 'is killed' },
  ])(
    'the leader $how, 10 times under load: nothing acknowledged is lost or doubled',
    async ({ isKilled }) => {
      await start(3);
      const counters = countersOver(opened.store);
      let isOver = false;
      const commands: EndedCommand[] = [];
      const writing = [0, 1, 2, 3].map(async () => {
        while (!isOver) commands.push(await addOne(counters, uniqueName('counter'), commands.length));
      });
      for (let change = 0; change < 10; change += 1) {
        await pause(200);
        await server.changeLeader({ electionMs: 150, isKilled });
      }
      await pause(500);
      isOver = true;
      await Promise.all(writing);
      const recorded = server.log.records
        .filter(({ type }) => type === 'NumberAdded.v1')
        .map(
          ({ metadata }) => (JSON.parse(Buffer.from(metadata).toString()) as { commandId: string }).commandId,
        );
      expect(new Set(recorded).size).toBe(recorded.length);
      const done = commands.filter(({ end }) => end === 'committed');
      expect(done.length).toBeGreaterThan(0);
      for (const { commandId } of done) expect(recorded).toContain(commandId);
      for (const { tookMs } of commands) expect(tookMs).toBeLessThan(LONGEST_MS);
      expect(await addOne(counters, uniqueName('counter'), 0)).toMatchObject({ end: 'committed' });
    },
  );

  it('says nothing at all, with the deadlines that the ledger ships with: answered within 5 s', async () => {
    await start(1, {} as typeof QUICK);
    const counters = countersOver(opened.store);
    const stream = uniqueName('counter');
    await addOne(counters, stream, 0);
    server.faults.order('append', 'request-lost', 'request-lost', 'request-lost', 'request-lost');
    const waiting = await Promise.all([1, 2, 3].map((index) => addOne(counters, stream, index)));
    for (const { end, tookMs } of waiting) {
      expect(end).toBe('unavailable');
      expect(tookMs).toBeLessThan(LONGEST_MS);
    }
  });

  describe('a stream that is not as it was written', () => {
    beforeEach(() => start(1));

    it.each([
      ['truncated', (stream: string) => server.log.writeMetadata(stream, { $tb: 2 })],
      ['cut to its last events', (stream: string) => server.log.writeMetadata(stream, { $maxCount: 1 })],
      ['ended for good', (stream: string) => server.log.tombstone(stream)],
    ])('%s: nothing is read from it', async (_, damage) => {
      const { store } = opened;
      const stream = uniqueName('note');
      await store.append(stream, notes(4), 'no-stream');
      damage(stream);
      await expect(readWhole(store, stream)).rejects.toThrow(StreamDamagedError);
    });

    it('ended for good: nothing is written to it', async () => {
      const stream = uniqueName('note');
      await opened.store.append(stream, notes(1), 'no-stream');
      server.log.tombstone(stream);
      await expect(opened.store.append(stream, notes(1), 0n)).rejects.toThrow(StreamDamagedError);
    });

    it('deleted and appended to again: it continues its old revisions, and is reported as damaged', async () => {
      const stream = uniqueName('note');
      await opened.store.append(stream, notes(3), 'no-stream');
      server.log.softDelete(stream);
      expect(await readWhole(opened.store, stream)).toEqual([]);
      await expect(opened.store.append(stream, [noted('again')], 'no-stream')).rejects.toThrow(
        StreamDamagedError,
      );
    });
  });
});

describe('the URL of the store', () => {
  it.each([
    ['', 'must be esdb://'],
    ['http://hunter2@127.0.0.1:2113', 'must be esdb://'],
    ['esdb://127.0.0.1:2113', 'needs a user and a password'],
    ['esdb://admin:hunter2@127.0.0.1:2113?tlsVerifyCert=false', 'unknown option: tlsVerifyCert'],
    ['esdb://admin:hunter2@127.0.0.1:hunter2?tls=false', 'cannot be used'],
  ])('%j: does not open, and does not reveal the password', async (url, problem) => {
    const opening = EventStoreDbEventStore.open(url);
    await expect(opening).rejects.toThrow(problem);
    await expect(opening).rejects.not.toThrow('hunter2');
  });
});
