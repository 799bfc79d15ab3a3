import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bucketsOf, bucketsUpTo } from './running-sums.js';

const point = fc.oneof(
  fc.nat({ max: 200 }),
  fc.nat({ max: 100_000 }),
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
  fc.maxSafeNat().map((value) => Math.floor(value / 2)),
);

const covers = (end: number, point: number): number =>
  bucketsUpTo(end).filter(({ level, from, to }) => {
    const bucket = bucketsOf(point).find((one) => one.level === level)?.bucket ?? -1;
    return from <= bucket && bucket < to;
  }).length;

describe('the buckets up to a point', () => {
  it('cover every point up to it once, and no later one', () => {
    fc.assert(
      fc.property(point, point, (end, other) => {
        expect(covers(end, other)).toBe(other <= end ? 1 : 0);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([0, 1, 30, 31, 32, 33, 1_023, 1_024])('cover %i itself and not the next', (end) => {
    expect([covers(end, 0), covers(end, end), covers(end, end + 1)]).toStrictEqual([1, 1, 0]);
  });

  it('are at most 31 of each size but the largest', () => {
    fc.assert(
      fc.property(point, (end) => {
        const widths = bucketsUpTo(end).map(({ from, to }) => to - from);
        expect(Math.max(...widths.slice(0, -1))).toBeLessThanOrEqual(31);
      }),
    );
  });
});
