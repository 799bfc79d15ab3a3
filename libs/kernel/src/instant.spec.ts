import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { compareInstants, firstMsFrom, instantProblem, instantText, isInstant, lastMsBy } from './instant.js';

const EXPECTATION = 'must be an instant that exists, as in 2025-01-31T09:30:00Z';

describe('an instant', () => {
  it.each([
    ['2025-01-31T09:30:00Z', '2025-01-31T09:30:00.000Z'],
    ['2025-01-31T09:30:00.5Z', '2025-01-31T09:30:00.500Z'],
    ['2025-01-31T09:30:00.123456789Z', '2025-01-31T09:30:00.123Z'],
    ['2025-01-31t09:30:00z', '2025-01-31T09:30:00.000Z'],
    ['2025-01-31T09:30:00+05:30', '2025-01-31T04:00:00.000Z'],
    ['2025-01-31T09:30:00-00:00', '2025-01-31T09:30:00.000Z'],
    ['2024-02-29T23:59:59-23:59', '2024-03-01T23:58:59.000Z'],
    ['2024-02-29T00:00:00+23:59', '2024-02-28T00:01:00.000Z'],
    ['1969-12-31T23:59:59.9999Z', '1969-12-31T23:59:59.999Z'],
    ['0100-01-01T00:00:00Z', '0100-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s in UTC', (text, utc) => {
    expect(instantProblem(text)).toBeUndefined();
    expect(instantText(lastMsBy(text))).toBe(utc);
  });

  it.each([
    ['2026-02-30T00:00:00Z', 'there is no day 2026-02-30'],
    ['2023-02-29T00:00:00Z', 'there is no day 2023-02-29'],
    ['2025-13-01T00:00:00Z', 'there is no day 2025-13-01'],
    ['2025-04-31T00:00:00+05:30', 'there is no day 2025-04-31'],
    ['0099-12-31T00:00:00Z', 'there is no day 0099-12-31'],
    ['2025-01-31T24:00:00Z', 'there is no time 24:00:00'],
    ['2025-01-31T09:60:00Z', 'there is no time 09:60:00'],
    ['2025-01-31T09:30:61Z', 'there is no time 09:30:61'],
    ['2016-12-31T23:59:60Z', 'leap seconds (:60) are not accepted'],
    ['2017-01-01T05:29:60+05:30', 'leap seconds (:60) are not accepted'],
    ['2025-01-31T09:30:00+24:00', 'there is no offset +24:00'],
    ['2025-01-31T09:30:00-05:60', 'there is no offset -05:60'],
    ['2025-01-31T09:30:00.1234567890Z', 'a second has at most 9 decimals'],
    ['9999-12-31T23:59:59-00:01', 'in UTC it is not in the years 100 to 9999'],
    ['9999-12-31T23:59:59.9991Z', 'in UTC it is not in the years 100 to 9999'],
    ['0100-01-01T00:00:00+05:30', 'in UTC it is not in the years 100 to 9999'],
    ['2025-01-31', 'this is a day without a time'],
    ['2025-01-31T09:30:00', 'Z or an offset is missing, such as +05:30'],
    ['2025-01-31T09:30:00 05:30', 'a + in a query is written %2B'],
  ])('%s is none: %s', (text, flaw) => {
    expect(instantProblem(text)).toBe(`${EXPECTATION}: ${flaw}`);
  });

  it.each([
    '',
    ' ',
    'now',
    '2025-01-31 09:30:00Z',
    '2025-01-31T09:30Z',
    '2025-01-31T9:30:00Z',
    '2025-01-31T09:30:00+0530',
    '2025-01-31T09:30:00+05',
    '2025-01-31T09:30:00,5Z',
    '2025-01-31T09:30:00.Z',
    '20250131T093000Z',
    '2025-W05-5T09:30:00Z',
    '+002025-01-31T09:30:00Z',
    '-000001-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '2025-01-31T09:30:00Z[Europe/Berlin]',
    '2025-01-31T09:30:00Z\n',
    ' 2025-01-31T09:30:00Z',
    '٢٠٢٥-٠١-٣١T09:30:00Z',
    '1738315800000',
  ])('%j is not written as one', (text) => {
    expect(instantProblem(text)).toBe(EXPECTATION);
  });

  it.each([
    ['2025-01-31T09:30:00.1231Z', '2025-01-31T09:30:00.1232Z', -1],
    ['2025-01-31T09:30:00.123000001Z', '2025-01-31T09:30:00.123Z', 1],
    ['2025-01-31T09:30:00+05:30', '2025-01-31T04:00:00.000Z', 0],
    ['2025-01-31T09:30:00+05:30', '2025-01-31T09:30:00Z', -1],
  ])('%s compares with %s as %d, to the nanosecond', (one, other, sign) => {
    expect(Math.sign(compareInstants(one, other))).toBe(sign);
  });

  it('between two milliseconds is bounded by both', () => {
    for (const text of ['2025-01-31T09:30:00.0001Z', '1969-12-31T23:59:59.9991Z'])
      expect(firstMsFrom(text) - lastMsBy(text)).toBe(1);
    expect(firstMsFrom('2025-01-31T09:30:00.001Z')).toBe(lastMsBy('2025-01-31T09:30:00.001Z'));
  });

  it('means what Temporal says, whatever its day, time, fraction and offset', () => {
    const two = (max: number) => fc.integer({ min: 0, max }).map((number) => String(number).padStart(2, '0'));
    const zone = fc.oneof(
      fc.constantFrom('Z', 'z'),
      fc.tuple(fc.constantFrom('+', '-'), two(25), two(61)).map(([sign, h, m]) => `${sign}${h}:${m}`),
    );
    const day = fc
      .tuple(fc.integer({ min: 100, max: 9_999 }), two(14), two(33))
      .map(([year, month, date]) => `${String(year).padStart(4, '0')}-${month}-${date}`);
    const fraction = fc.stringMatching(/^(?:\.\d{1,9})?$/);
    const parts = fc.tuple(day, two(25), two(60), two(59), fraction, zone);
    fc.assert(
      fc.property(parts, ([date, hour, minute, second, decimals, offset]) => {
        const text = `${date}T${hour}:${minute}:${second}${decimals}${offset}`;
        const meant = temporalMs(text);
        expect([text, isInstant(text) ? lastMsBy(text) : undefined]).toStrictEqual([text, meant]);
      }),
    );
  });
});

/** Returns the millisecond by Temporal, which knows no `24:00`, either; undefined if there is none. */
const temporalMs = (text: string): number | undefined => {
  try {
    const { epochMilliseconds } = Temporal.Instant.from(text);
    const isInRange = epochMilliseconds >= Date.UTC(100, 0, 1) && epochMilliseconds < Date.UTC(10_000, 0, 1);
    return isInRange ? epochMilliseconds : undefined;
  } catch {
    return undefined;
  }
};
