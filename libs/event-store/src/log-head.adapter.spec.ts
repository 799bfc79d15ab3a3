import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { disputeReferenced } from '../../../test/support/disputes.js';
import { newEvent } from '../../../test/support/prepared-log.js';
import { temporaryLog, type TemporaryLog } from '../../../test/support/stores.js';
import { LogHead } from './log-head.js';

let log: TemporaryLog;
let timesAsked: number;
let head: LogHead;

beforeEach(async () => {
  log = await temporaryLog();
  timesAsked = 0;
  head = new LogHead({
    headPosition: () => {
      timesAsked += 1;
      return log.store.headPosition();
    },
  });
});

afterEach(() => log.dispose());

const append = async (disputeId: string): Promise<void> => {
  const stream = `dispute-smartodr.${disputeId}`;
  await log.store.append(stream, [newEvent(stream, 0, disputeReferenced({ disputeId }))], 'no-stream');
};

describe('the head of the log', () => {
  it('is where the log ends before a position that it has not reached', async () => {
    expect(await head.endBefore(1n)).toBe(0n);
    await append('A-1');

    expect([await head.endBefore(1n), await head.endBefore(2n)]).toStrictEqual([undefined, 1n]);
  });

  it('is not asked for again up to what is known', async () => {
    await append('A-1');
    await append('A-2');
    expect(await head.endBefore(2n)).toBeUndefined();
    expect([await head.endBefore(1n), await head.endBefore(2n), timesAsked]).toStrictEqual([
      undefined,
      undefined,
      1,
    ]);
  });

  it('is asked for each time beyond that, as another process may have written since', async () => {
    expect(await head.endBefore(1n)).toBe(0n);
    await append('A-1');

    expect([await head.endBefore(1n), timesAsked]).toStrictEqual([undefined, 2]);
  });

  it('is known from what was read', async () => {
    head.note(7n);
    head.note(3n);

    expect([await head.endBefore(7n), timesAsked]).toStrictEqual([undefined, 0]);
  });
});
