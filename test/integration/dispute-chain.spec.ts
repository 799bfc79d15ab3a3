import { ChainVerifier, eventChain, nodePrimitives } from '#libs/proof';
import { type EventStore, type RecordedEvent, Transactor } from '#libs/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { add, counter, type Counters, countersOver } from '../../libs/event-store/contract/counter.js';
import { readWhole } from '../../libs/event-store/contract/sample-events.js';
import { UnsureStore } from '../../libs/event-store/contract/unsure-store.js';
import { temporaryLog, type TemporaryLog } from '../support/stores.js';

let log: TemporaryLog;
beforeEach(async () => {
  log = await temporaryLog();
});
afterEach(() => log.dispose());

const chainedOver = (store: EventStore): Counters => new Transactor(store, { ...counter, chain: eventChain });

const faultsOf = (events: readonly RecordedEvent[]): unknown[] => {
  const verifier = new ChainVerifier(nodePrimitives);
  return events.map((event) => verifier.check(event).fault?.what).filter((what) => what !== undefined);
};

const linksOf = (events: readonly RecordedEvent[]): unknown[] =>
  events.map(({ metadata: { prevHash, hash } }) => ({ prevHash, hash }));

describe('a chained stream', () => {
  it('links every event to the one before it, within a command and from one to the next', async () => {
    const counters = chainedOver(log.store);
    await add(counters, [1, 2, 3]);
    await add(counters, [4]);
    const events = await readWhole(log.store, 'counter-1');
    expect(events).toHaveLength(4);
    expect(events[0]?.metadata.prevHash).toBe('0'.repeat(64));
    expect(events.slice(1).map(({ metadata }) => metadata.prevHash)).toStrictEqual(
      events.slice(0, -1).map(({ metadata }) => metadata.hash),
    );
    expect(faultsOf(events)).toStrictEqual([]);
  });

  it('continues after a restart, and from another process', async () => {
    await add(chainedOver(log.store), [1]);
    await add(chainedOver(await log.openAnother()), [2]);
    await add(chainedOver(await log.reopen()), [3]);
    const events = await readWhole(await log.reopen(), 'counter-1');
    expect(events).toHaveLength(3);
    expect(faultsOf(events)).toStrictEqual([]);
  });

  it('does not fork when two processes write at the same moment', async () => {
    const [first, second] = [chainedOver(log.store), chainedOver(await log.openAnother())];
    await Promise.all([add(first, [1]), add(second, [2]), add(first, [3]), add(second, [4])]);
    const events = await readWhole(log.store, 'counter-1');
    expect(events).toHaveLength(4);
    expect(faultsOf(events)).toStrictEqual([]);
  });

  it.each(['request-lost', 'reply-lost', 'request-late'] as const)(
    'has every event once when the outcome of an append is unknown: %s',
    async (fault) => {
      const unsure = new UnsureStore(log.store);
      const counters = chainedOver(unsure);
      await add(counters, [1]);
      unsure.failNext('counter-', fault);
      await add(counters, [2, 3]);
      await add(counters, [4]);
      const events = await readWhole(log.store, 'counter-1');
      expect(events.map(({ data }) => data['number'])).toStrictEqual([1, 2, 3, 4]);
      expect(faultsOf(events)).toStrictEqual([]);
    },
  );

  it('starts with the first event of a ledger that chains, and covers the events before it', async () => {
    await add(countersOver(log.store), [1, 2]);
    await add(chainedOver(log.store), [3]);
    const events = await readWhole(log.store, 'counter-1');
    expect(linksOf(events).slice(0, 2)).toStrictEqual([
      { prevHash: undefined, hash: undefined },
      { prevHash: undefined, hash: undefined },
    ]);
    expect(faultsOf(events)).toStrictEqual([]);
    const [old] = events;
    const edited = events.map((event) => (event === old ? { ...event, data: { number: 9 } } : event));
    expect(faultsOf(edited)).toStrictEqual(['its prevHash is not the hash of the previous event']);
  });

  it.each<[string, (events: RecordedEvent[]) => RecordedEvent[], string]>([
    ['is edited', ([a, b, c]) => [a, { ...b, data: { number: 7 } }, c] as RecordedEvent[], 'its content'],
    ['changes its time', ([a, b, c]) => [a, late(b), c] as RecordedEvent[], 'its content'],
    ['is removed', ([a, , c]) => [a, c] as RecordedEvent[], 'revision 1 is expected here'],
    ['changes places', ([a, b, c]) => [a, c, b] as RecordedEvent[], 'revision 1 is expected here'],
    ['is duplicated', ([a, b]) => [a, b, b] as RecordedEvent[], 'revision 2 is expected here'],
    ['loses its hash', ([a, b, c]) => [a, bare(b), c] as RecordedEvent[], 'it carries no hash'],
    ['is of another stream', ([a, b, c]) => [a, b, moved(c)] as RecordedEvent[], 'revision 0 is expected'],
  ])('shows when an event %s', async (_, change, what) => {
    await add(chainedOver(log.store), [1, 2, 3]);
    const events = await readWhole(log.store, 'counter-1');
    expect(faultsOf(change(events))[0]).toContain(what);
  });
});

const late = (event?: RecordedEvent) =>
  event && { ...event, metadata: { ...event.metadata, recordedAt: '2030-01-01T00:00:00.000Z' } };

const moved = (event?: RecordedEvent) => event && { ...event, stream: 'counter-2' };

const bare = (event?: RecordedEvent) => {
  if (event === undefined) return undefined;
  const { hash: _, prevHash: __, ...metadata } = event.metadata;
  return { ...event, metadata };
};
