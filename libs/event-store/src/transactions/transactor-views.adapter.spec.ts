import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryLog, type TemporaryLog } from '../../../../test/support/stores.js';
import { add, contextOf, type Counters, countersOver } from '../../contract/counter.js';

const stream = 'counter-1';

describe('the view of a stream', () => {
  let log: TemporaryLog;
  let counters: Counters;
  beforeEach(async () => {
    log = await temporaryLog();
    counters = countersOver(log.store);
  });
  afterEach(() => log.dispose());

  const sumIn = (of: Counters) =>
    of.view(stream, ({ state, revision, position }) => ({ state, revision, position }));

  const addAndSee = (of: Counters, numbers: readonly number[], commandId: string) =>
    of.transactAndView(
      { stream, command: { numbers }, context: contextOf({ commandId, requestDigest: 'd'.repeat(64) }) },
      (state) => state,
    );

  it('is of the initial state before anything has happened', async () => {
    const nothing = await sumIn(counters);

    expect(nothing.revision).toBe(-1n);
    expect(nothing.position).toBe(0n);
  });

  it('includes what another process has written', async () => {
    await add(counters, [1]);
    const before = await sumIn(counters);
    await add(countersOver(log.store), [2]);
    const now = await sumIn(counters);

    expect(now.revision).toBe(before.revision + 1n);
    expect(now.state).not.toStrictEqual(before.state);
  });

  it('is the same for all who ask at the same time', async () => {
    const elsewhere = countersOver(log.store);
    for (const number of [1, 2, 3]) await add(elsewhere, [number]);
    const seen = await Promise.all(Array.from({ length: 20 }, () => sumIn(counters)));

    expect(new Set(seen.map(({ revision }) => revision))).toStrictEqual(new Set([2n]));
    expect(seen.map(({ state }) => state)).toStrictEqual(seen.map(() => seen[0]?.state));
    expect(seen[0]).toStrictEqual(await sumIn(elsewhere));
  });

  it('is returned with a command, as the command left it', async () => {
    const { transacted, view } = await addAndSee(counters, [1], 'command-1');

    expect(transacted).toMatchObject({ outcome: 'committed', revision: 0n });
    expect(view).toStrictEqual((await sumIn(counters)).state);
  });

  it('is returned with a repeated command, as its first execution left it', async () => {
    const first = await addAndSee(counters, [1], 'command-1');
    await add(counters, [5]);
    const again = await addAndSee(counters, [1], 'command-1');

    expect(again.transacted).toMatchObject({ isRepeat: true, revision: 0n });
    expect(again.view).toStrictEqual(first.view);
    expect((await sumIn(counters)).state).not.toStrictEqual(first.view);
  });

  it('is not returned with a command that is refused', async () => {
    const { transacted, view } = await addAndSee(counters, [101], 'command-1');

    expect(transacted).toMatchObject({ outcome: 'rejected' });
    expect(view).toBeUndefined();
  });
});
