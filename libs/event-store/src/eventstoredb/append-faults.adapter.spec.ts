import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFaults, readFaults } from '../../../../test/support/eventstoredb/fault-table.js';
import {
  type OpenedEventStoreDb,
  openEventStoreDb,
} from '../../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../../test/support/eventstoredb/test-event-store.js';
import { addOne, type EndedCommand, untilServed } from '../../contract/commands-under-faults.js';
import { type Counters, countersOver } from '../../contract/counter.js';
import { until } from '../../../../test/support/until.js';
import { appendAll, notes, readWhole, uniqueName } from '../../contract/sample-events.js';
import { StoreUnavailableError } from '../event-store.js';
import { limits } from '../limits.js';

/** How many times each fault occurs. */
const TIMES = 20;
/** How many commands must be committed despite a fault. */
const DONE = 3;
/** Half of the default. A call that meets a silent fault always takes this long; no call takes longer. */
const QUICK = { callTimeoutMs: 1_000 };

const unavailable = (error: unknown): 'unavailable' => {
  if (error instanceof StoreUnavailableError) return 'unavailable';
  throw error;
};

describe('commands during faults of the event store', () => {
  let server: TestEventStore;
  let opened: OpenedEventStoreDb;
  let counters: Counters;
  beforeAll(async () => {
    server = await TestEventStore.start();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    opened = await openEventStoreDb(server.url, QUICK);
    counters = countersOver(opened.store);
  });
  afterEach(async () => {
    server.faults.clear();
    await opened.dispose();
  });

  /** Returns how many events of each command the server has. */
  const written = (): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const { type, metadata } of server.log.records) {
      if (type !== 'NumberAdded.v1') continue;
      const { commandId } = JSON.parse(Buffer.from(metadata).toString()) as { commandId: string };
      counts.set(commandId, (counts.get(commandId) ?? 0) + 1);
    }
    return counts;
  };

  const expectSound = (commands: readonly EndedCommand[]): void => {
    server.letLateRequestsArrive();
    const counts = written();
    for (const { commandId, end } of commands) {
      const count = counts.get(commandId) ?? 0;
      if (end === 'committed') expect(count).toBe(1);
      else expect(count).toBeLessThanOrEqual(end === 'conflict' ? 0 : 1);
    }
  };

  it.each(appendFaults)('an append meets "%s", 20 times at once: every command ends well', async (fault) => {
    server.faults.order('append', ...Array.from({ length: TIMES }, () => fault));
    const streams = Array.from({ length: TIMES }, () => uniqueName('counter'));
    const commands = await Promise.all(
      streams.flatMap((stream, index) => [
        addOne(counters, stream, index),
        addOne(counters, stream, index + 1),
      ]),
    );
    while (server.faults.left('append') > 0) commands.push(await addOne(counters, uniqueName('counter'), 0));
    expectSound(commands);
    await untilServed(counters);
  });

  it.each(appendFaults)('an append meets "%s" once: the command is still committed', async (fault) => {
    const commands: EndedCommand[] = [];
    const stream = uniqueName('counter');
    // On a busy machine a command may run out of time. If every one did, the test would hang.
    while (commands.filter(({ end }) => end === 'committed').length < DONE) {
      if (server.faults.left('append') === 0) server.faults.order('append', fault);
      commands.push(await addOne(counters, stream, commands.length));
    }
    expect(commands.map(({ end }) => end)).not.toContain('conflict');
    expectSound(commands);
  });

  it.each(readFaults)('a read meets "%s", 20 times at once: every command ends well', async (fault) => {
    server.faults.order('read', ...Array.from({ length: TIMES }, () => fault));
    const commands = await Promise.all(
      Array.from({ length: TIMES }, (_, index) => addOne(counters, uniqueName('counter'), index)),
    );
    while (server.faults.left('read') > 0) commands.push(await addOne(counters, uniqueName('counter'), 0));
    expectSound(commands);
    await untilServed(counters);
  });

  it('a read whose client is replaced returns every event or fails, and never a part of them', async () => {
    const { store } = opened;
    const stream = uniqueName('note');
    await appendAll(store, stream, notes(4));
    server.faults.order(
      'read',
      ...Array.from({ length: limits.maxTimeoutsInARow }, () => 'silence' as const),
    );
    const silent = Array.from({ length: limits.maxTimeoutsInARow }, () =>
      readWhole(store, stream).catch(unavailable),
    );
    await until(() => server.faults.left('read') === 0);
    // It times out after the silent ones, which replace the client: by then it has three of four events.
    server.faults.order('read', 'stall');
    const stalled = await readWhole(store, stream).catch(unavailable);

    expect(['unavailable', 4]).toContain(stalled === 'unavailable' ? stalled : stalled.length);
    await Promise.all(silent);
    expect(await readWhole(store, stream)).toHaveLength(4);
  });

  it('two processes change the same counters while replies are lost', async () => {
    const others = countersOver(await opened.openAnother());
    const streams = [uniqueName('counter'), uniqueName('counter')] as const;
    server.faults.order('append', ...Array.from({ length: TIMES }, () => 'reply-lost' as const));
    const commands = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        addOne(index % 2 === 0 ? counters : others, streams[index % 3 === 0 ? 0 : 1], index),
      ),
    );
    expectSound(commands);
  });
});
