import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryLog, type TemporaryLog } from '../../../../test/support/stores.js';
import { add, contextOf, countedIn, type Counters, countersOver } from '../../contract/counter.js';
import { noted, readWhole, sampleMetadata } from '../../contract/sample-events.js';
import { UndecodableEventError } from '../decode-recorded.js';

describe('a transaction', () => {
  let log: TemporaryLog;
  let counters: Counters;
  beforeEach(async () => {
    log = await temporaryLog();
    counters = countersOver(log.store);
  });
  afterEach(() => log.dispose());

  it('decides on the events of the stream and appends what was decided', async () => {
    expect(await add(counters, [30, 12])).toEqual({
      outcome: 'committed',
      eventId: expect.any(String),
      revision: 1n,
      position: 2n,
      isRepeat: false,
    });
    expect(await add(counters, [8])).toMatchObject({
      outcome: 'committed',
      eventId: expect.any(String),
      revision: 2n,
      position: 3n,
    });
    expect(await countedIn(log.store)).toEqual([30, 12, 8]);
  });

  it('decides on what was written before this process began', async () => {
    await add(counters, [90]);
    const later = countersOver(await log.reopen());
    expect(await add(later, [11])).toMatchObject({ outcome: 'rejected', code: 'out-of-range' });
    expect(await add(later, [10])).toMatchObject({
      outcome: 'committed',
      eventId: expect.any(String),
      revision: 1n,
    });
  });

  it('adds nothing when the command is refused', async () => {
    await add(counters, [100]);
    expect(await add(counters, [1])).toEqual({
      outcome: 'rejected',
      code: 'out-of-range',
      message: 'The sum stays between 0 and 100.',
    });
    expect(await add(counters, [101], { stream: 'counter-2' })).toMatchObject({ outcome: 'rejected' });
    expect(await log.store.headPosition()).toBe(1n);
  });

  it('answers a command that changes nothing with the place of the stream', async () => {
    expect(await add(counters, [])).toMatchObject({
      outcome: 'committed',
      eventId: expect.any(String),
      revision: -1n,
      position: 0n,
    });
    await add(counters, [1, 2]);
    expect(await add(counters, [])).toEqual({
      outcome: 'committed',
      eventId: expect.any(String),
      revision: 1n,
      position: 2n,
      isRepeat: false,
    });
    expect(await log.store.headPosition()).toBe(2n);
  });

  it('records who acted, on whose authority, and because of what', async () => {
    const context = contextOf({ requestDigest: 'd'.repeat(64), actor: { name: 'Grace', role: 'judge' } });
    await counters.transact({ stream: 'counter-1', command: { numbers: [1] }, context });
    const [recorded] = await readWhole(log.store, 'counter-1');
    expect(recorded?.metadata).toEqual({
      $correlationId: context.correlationId,
      $causationId: context.commandId,
      commandId: context.commandId,
      requestDigest: 'd'.repeat(64),
      tenant: 'acme',
      actor: { name: 'Grace', role: 'judge' },
      credentialId: 'credential-1',
      holder: 'Gotham ODR',
      authProfile: 'strict',
      recordedAt: '2026-03-01T12:00:00.000Z',
    });
  });

  it('never records an earlier time than before on the stream, though the clock goes backwards', async () => {
    for (const now of ['2026-03-01T12:00:05.000Z', '2026-03-01T11:00:00.000Z', '2026-03-01T12:00:06.000Z'])
      await add(counters, [1], { now });
    await add(countersOver(log.store), [1], { now: '2026-01-01T00:00:00.000Z' });
    const recorded = await readWhole(log.store, 'counter-1');
    expect(recorded.map(({ metadata }) => metadata.recordedAt)).toEqual([
      '2026-03-01T12:00:05.000Z',
      '2026-03-01T12:00:05.000Z',
      '2026-03-01T12:00:06.000Z',
      '2026-03-01T12:00:06.000Z',
    ]);
  });

  it('stops at an event that it cannot read', async () => {
    const unknown = { ...noted(''), type: 'NumberForgotten.v9', metadata: sampleMetadata };
    await log.store.append('counter-1', [unknown], 'no-stream');
    await expect(add(counters, [1])).rejects.toThrow(UndecodableEventError);
    expect(await log.store.headPosition()).toBe(1n);
  });

  describe('with the revision that the caller has seen', () => {
    it('goes through when the stream is there', async () => {
      await add(counters, [1, 2]);
      expect(await add(counters, [3], { preconditions: { oneOf: [1n] } })).toMatchObject({
        outcome: 'committed',
      });
    });

    it.each([-1n, 0n, 2n])('is refused at %s when the stream is at 1', async (ifRevision) => {
      await add(counters, [1, 2]);
      expect(await add(counters, [3], { preconditions: { oneOf: [ifRevision] } })).toMatchObject({
        code: 'revision-mismatch',
      });
      expect(await countedIn(log.store)).toEqual([1, 2]);
    });

    it('lets only one through of two changes that have seen the same', async () => {
      await add(counters, [1]);
      const answers = await Promise.all(
        [2, 3].map((number) => add(counters, [number], { preconditions: { oneOf: [0n] } })),
      );
      expect(answers.map(({ outcome }) => outcome)).toEqual(['committed', 'rejected']);
      expect(await countedIn(log.store)).toEqual([1, 2]);
    });
  });
});
