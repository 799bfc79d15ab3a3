import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryLog, type TemporaryLog } from '../../../../test/support/stores.js';
import { add, countedIn, type Counters, countersOver } from '../../contract/counter.js';
import { readWhole, revisions } from '../../contract/sample-events.js';
import { type Fault, UnsureStore } from '../../contract/unsure-store.js';
import { type EventStore, StoreUnavailableError } from '../event-store.js';

describe('two processes on one stream', () => {
  let log: TemporaryLog;
  let ours: Counters;
  let theirs: Counters;
  beforeEach(async () => {
    log = await temporaryLog();
    ours = countersOver(log.store);
    theirs = countersOver(await log.openAnother());
  });
  afterEach(() => log.dispose());

  it('share the revisions, and lose or double nothing', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => add(index % 2 === 0 ? ours : theirs, [1])),
    );
    const accepted = answers.flatMap((answer) => (answer.outcome === 'committed' ? [answer] : []));
    const refused = answers.flatMap((answer) => (answer.outcome === 'rejected' ? [answer.code] : []));
    expect(new Set(refused).size).toBeLessThanOrEqual(1);
    expect(refused.every((code) => code === 'concurrent-change')).toBe(true);
    expect(accepted.length).toBeGreaterThan(0);
    const won = accepted.map(({ revision }) => revision).toSorted((a, b) => Number(a - b));
    expect(won).toEqual(accepted.map((_, index) => BigInt(index)));
    expect(revisions(await readWhole(log.store, 'counter-1'))).toEqual(won);
  });

  it('never record an earlier time after a command that both received under one key', async () => {
    const keyed = { commandId: 'twin', requestDigest: 'd'.repeat(64) };
    const early = '2026-03-01T12:00:01.000Z';
    const overtaken = countersOver(
      whenFirstAppending('counter-1', log.store, () =>
        add(theirs, [1], { ...keyed, now: '2026-03-01T12:00:09.000Z' }),
      ),
    );
    await add(overtaken, [1], { ...keyed, now: early });
    await add(overtaken, [2], { now: early });
    const times = (await readWhole(log.store, 'counter-1')).map(({ metadata }) => metadata.recordedAt);
    expect(times).toEqual(['2026-03-01T12:00:09.000Z', '2026-03-01T12:00:09.000Z']);
  });

  it('keep the rule between them', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => add(index % 2 === 0 ? ours : theirs, [7])));
    const counted = await countedIn(log.store);
    expect(counted.length).toBeLessThanOrEqual(14);
    await Promise.all([add(ours, [7]), add(theirs, [7])]);
    expect((await countedIn(log.store)).length * 7).toBeLessThanOrEqual(100);
  });

  describe('when one remembers what the other has changed since', () => {
    beforeEach(async () => {
      await add(ours, [100]);
      await add(theirs, [-50]);
    });

    it('does not refuse what is allowed by now', async () => {
      expect(await add(ours, [10])).toMatchObject({ outcome: 'committed', revision: 2n });
      expect(await countedIn(log.store)).toEqual([100, -50, 10]);
    });

    it('refuses what is not allowed any more', async () => {
      expect(await add(ours, [-60])).toMatchObject({ code: 'out-of-range' });
      expect(await countedIn(log.store)).toEqual([100, -50]);
    });

    it('accepts the revision that the caller has seen at the other', async () => {
      expect(await add(ours, [], { preconditions: { oneOf: [1n] } })).toMatchObject({
        outcome: 'committed',
        revision: 1n,
      });
      expect(await add(theirs, [1], { preconditions: { oneOf: [1n] } })).toMatchObject({
        outcome: 'committed',
      });
      expect(await add(ours, [1], { preconditions: { oneOf: [2n] } })).toMatchObject({
        outcome: 'committed',
      });
    });

    it('answers with the current place of the stream when nothing changes', async () => {
      expect(await add(ours, [])).toMatchObject({ outcome: 'committed', revision: 1n, position: 2n });
    });
  });
});

describe('an append whose outcome is unknown', () => {
  let log: TemporaryLog;
  let store: UnsureStore;
  let counters: Counters;
  beforeEach(async () => {
    log = await temporaryLog();
    store = new UnsureStore(log.store);
    counters = countersOver(store);
    await add(counters, [1]);
  });
  afterEach(() => log.dispose());

  it.each<Fault[][]>([
    [['reply-lost']],
    [['request-lost']],
    [['request-late']],
    [['request-lost', 'reply-lost']],
    [['reply-lost', 'reply-lost', 'reply-lost', 'reply-lost']],
    [['request-lost', 'request-lost', 'request-late']],
  ])('is committed, with its events exactly once: %j', async (faults) => {
    store.failNext('counter-', ...faults);
    expect(await add(counters, [20, 30])).toMatchObject({ outcome: 'committed', revision: 2n, position: 3n });
    expect(await countedIn(log.store)).toEqual([1, 20, 30]);
  });

  it.each<Fault>(['reply-lost', 'request-lost', 'request-late'])(
    'is not decided again on a state that it may have changed itself: %s',
    async (fault) => {
      store.failNext('counter-', fault);
      expect(await add(counters, [60], { preconditions: { oneOf: [0n] } })).toMatchObject({
        outcome: 'committed',
      });
      expect(await countedIn(log.store)).toEqual([1, 60]);
    },
  );

  it('leaves the stream as it is for the next command', async () => {
    store.failNext('counter-', 'reply-lost');
    await add(counters, [60]);
    expect(await add(counters, [60])).toMatchObject({ code: 'out-of-range' });
    expect(await add(counters, [39])).toMatchObject({ outcome: 'committed', revision: 2n });
  });

  it('is decided again when another process took its revision', async () => {
    const theirs = countersOver(await log.openAnother());
    store.failNext('counter-', 'request-lost');
    const [mine] = await Promise.all([add(counters, [60]), add(theirs, [-1])]);
    expect(mine).toMatchObject({ outcome: 'committed' });
    expect((await countedIn(log.store)).toSorted()).toEqual([-1, 1, 60]);
  });

  it('is reported as unavailable when the outcome stays unknown', async () => {
    store.failNext('counter-', ...Array.from({ length: 100 }, () => 'request-lost' as const));
    await expect(add(counters, [7])).rejects.toThrow(StoreUnavailableError);
    expect(await countedIn(log.store)).toEqual([1]);
  });

  it('serves the next command when the store is back', async () => {
    store.failNext('counter-', ...Array.from({ length: 100 }, () => 'request-lost' as const));
    await expect(add(counters, [7])).rejects.toThrow(StoreUnavailableError);
    store.failNext('counter-');
    expect(await add(counters, [7])).toMatchObject({ outcome: 'committed', revision: 1n });
  });
});

/** Returns the store, but something else happens just before its first append to the stream. */
const whenFirstAppending = (
  stream: string,
  store: EventStore,
  happens: () => Promise<unknown>,
): EventStore => {
  let hasHappened = false;
  const append: EventStore['append'] = async (to, events, expectedRevision) => {
    if (to === stream && !hasHappened) {
      hasHappened = true;
      await happens();
    }
    return store.append(to, events, expectedRevision);
  };
  return Object.assign(Object.create(store) as EventStore, { append });
};
