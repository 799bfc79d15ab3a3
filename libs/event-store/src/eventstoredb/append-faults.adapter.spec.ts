import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFaults, readFaults } from '../../../../test/support/eventstoredb/fault-table.js';
import {
  type OpenedEventStoreDb,
  openEventStoreDb,
} from '../../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../../test/support/eventstoredb/test-event-store.js';
import { addOne, type EndedCommand } from '../../contract/commands-under-faults.js';
import { type Counters, countersOver } from '../../contract/counter.js';
import { uniqueName } from '../../contract/sample-events.js';

/** How often each fault strikes. */
const TIMES = 20;
/** What a caller is promised, whatever happens. */
const LONGEST_MS = 5_000;
/** After this no late request is on its way any more. */
const LATE_MS = 800;
/** Short, so that the whole table takes half a minute. What the ledger ships with has a test of its own. */
const QUICK = { callTimeoutMs: 250, quietSubscriptionMs: 200 };

describe('commands while things go wrong', () => {
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

  const expectSound = async (commands: readonly EndedCommand[]): Promise<void> => {
    await pause(LATE_MS);
    const counts = written();
    for (const { commandId, end, tookMs } of commands) {
      const count = counts.get(commandId) ?? 0;
      expect(tookMs).toBeLessThan(LONGEST_MS);
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
    await expectSound(commands);
    expect(await addOne(counters, uniqueName('counter'), 0)).toMatchObject({ end: 'committed' });
  });

  it.each(appendFaults)('an append meets "%s" once: the command is still carried out', async (fault) => {
    const commands: EndedCommand[] = [];
    const stream = uniqueName('counter');
    for (const index of [0, 1, 2]) {
      server.faults.order('append', fault);
      commands.push(await addOne(counters, stream, index));
    }
    expect(commands.map(({ end }) => end)).toEqual(['committed', 'committed', 'committed']);
    await expectSound(commands);
  });

  it.each(readFaults)('a read meets "%s", 20 times at once: every command ends well', async (fault) => {
    server.faults.order('read', ...Array.from({ length: TIMES }, () => fault));
    const commands = await Promise.all(
      Array.from({ length: TIMES }, (_, index) => addOne(counters, uniqueName('counter'), index)),
    );
    while (server.faults.left('read') > 0) commands.push(await addOne(counters, uniqueName('counter'), 0));
    await expectSound(commands);
    expect(await addOne(counters, uniqueName('counter'), 0)).toMatchObject({ end: 'committed' });
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
    await expectSound(commands);
  });
});
