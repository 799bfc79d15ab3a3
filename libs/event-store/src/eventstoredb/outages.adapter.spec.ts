import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type OpenedEventStoreDb,
  openEventStoreDb,
} from '../../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../../test/support/eventstoredb/test-event-store.js';
import { until } from '../../../../test/support/until.js';
import { addOne, type EndedCommand, untilServed } from '../../contract/commands-under-faults.js';
import { countersOver } from '../../contract/counter.js';
import { noted, notes, readWhole, uniqueName } from '../../contract/sample-events.js';
import { StoreUnavailableError, StreamDamagedError } from '../event-store.js';
import { EventStoreDbEventStore, type EventStoreDbOptions } from './eventstoredb-event-store.js';

const QUICK = { callTimeoutMs: 1_000, quietSubscriptionMs: 200 };

describe('a store with outages', () => {
  let server: TestEventStore;
  let opened: OpenedEventStoreDb;
  const start = async (nodeCount: number, options: EventStoreDbOptions = QUICK): Promise<void> => {
    server = await TestEventStore.start({ nodeCount });
    opened = await openEventStoreDb(server.url, options);
  };
  afterEach(async () => {
    await opened.dispose();
    await server.stop();
  });

  describe.each([1, 3])('of %d nodes', (nodeCount) => {
    beforeEach(() => start(nodeCount));

    it('is down at the start: rejects every call, and serves as soon as it is up', async () => {
      await server.stop();
      const { store } = opened;
      const stream = uniqueName('note');
      await expect(store.append(stream, notes(1), 'no-stream')).rejects.toThrow(StoreUnavailableError);
      await expect(readWhole(store, stream)).rejects.toThrow(StoreUnavailableError);
      await expect(store.headPosition()).rejects.toThrow(StoreUnavailableError);
      expect(await store.isReachable()).toBe(false);
      await server.restart();
      await until(() => store.isReachable());
      await untilServed(countersOver(store));
    });

    it('hangs for a while: commands still end, and are committed when it responds again', async () => {
      const counters = countersOver(opened.store);
      server.mute(true);
      const unanswered = await Promise.all(
        Array.from({ length: 20 }, (_, index) => addOne(counters, uniqueName('counter'), index)),
      );
      // These ended while the store was still hanging.
      expect(new Set(unanswered.map(({ end }) => end))).toEqual(new Set(['unavailable']));
      server.mute(false);
      await until(() => opened.store.isReachable());
      await untilServed(counters);
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
      const committed = () => commands.filter(({ end }) => end === 'committed');
      const untilMoreCommitted = (): Promise<void> => {
        const before = committed().length;
        return until(() => committed().length > before);
      };
      const writing = [0, 1, 2, 3].map(async () => {
        while (!isOver) commands.push(await addOne(counters, uniqueName('counter'), commands.length));
      });
      for (let change = 0; change < 10; change += 1) {
        await untilMoreCommitted();
        await server.changeLeader({ electionMs: 150, isKilled });
      }
      await untilMoreCommitted();
      isOver = true;
      await Promise.all(writing);
      const recorded = server.log.records
        .filter(({ type }) => type === 'NumberAdded.v1')
        .map(
          ({ metadata }) => (JSON.parse(Buffer.from(metadata).toString()) as { commandId: string }).commandId,
        );
      expect(new Set(recorded).size).toBe(recorded.length);
      expect(recorded).toEqual(expect.arrayContaining(committed().map(({ commandId }) => commandId)));
    },
  );

  it('never answers, with the default deadlines: every command is rejected as unavailable', async () => {
    await start(1, {});
    const counters = countersOver(opened.store);
    const stream = uniqueName('counter');
    server.faults.order('append', ...Array.from({ length: 20 }, () => 'request-lost' as const));
    const waiting = await Promise.all([1, 2, 3].map((index) => addOne(counters, stream, index)));
    expect(waiting.map(({ end }) => end)).toEqual(['unavailable', 'unavailable', 'unavailable']);
  });

  describe('a stream that was changed after it was written', () => {
    beforeEach(() => start(1));

    it.each([
      ['truncated', (stream: string) => server.log.writeMetadata(stream, { $tb: 2 })],
      ['cut to its last events', (stream: string) => server.log.writeMetadata(stream, { $maxCount: 1 })],
      ['deleted for good', (stream: string) => server.log.tombstone(stream)],
    ])('%s: nothing is read from it', async (_, damage) => {
      const { store } = opened;
      const stream = uniqueName('note');
      await store.append(stream, notes(4), 'no-stream');
      damage(stream);
      await expect(readWhole(store, stream)).rejects.toThrow(StreamDamagedError);
    });

    it('deleted for good: nothing is written to it', async () => {
      const stream = uniqueName('note');
      await opened.store.append(stream, notes(1), 'no-stream');
      server.log.tombstone(stream);
      await expect(opened.store.append(stream, notes(1), 0n)).rejects.toThrow(StreamDamagedError);
    });

    it('deleted: it would continue its old revisions, so nothing is read from it or written to it', async () => {
      const stream = uniqueName('note');
      await opened.store.append(stream, notes(3), 'no-stream');
      server.log.softDelete(stream);
      await expect(readWhole(opened.store, stream)).rejects.toThrow(StreamDamagedError);
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
