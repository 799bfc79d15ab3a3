import { describe, expect, it } from '@jest/globals';
import { beginningOf, dayOrInstantProblem, endOf, pastUntil } from './day-or-instant.js';
import { TimeZone } from './time-zone.js';

/** A zone without changes of clocks. `libs/environment` has the real ones. */
class India extends TimeZone {
  readonly name = 'Asia/Kolkata';

  startOf(day: string): number {
    return new Date(`${day}T00:00:00+05:30`).getTime();
  }

  endOf(day: string): number {
    return new Date(`${day}T23:59:59.999+05:30`).getTime();
  }
}

class NewYork extends TimeZone {
  readonly name = 'America/New_York';

  startOf(day: string): number {
    return new Date(`${day}T00:00:00-05:00`).getTime();
  }

  endOf(day: string): number {
    return new Date(`${day}T23:59:59.999-05:00`).getTime();
  }
}

const zone = new India();
const now = new Date('2025-02-10T12:00:00Z');

describe('a day or an instant', () => {
  it.each([
    ['2025-01-31', '2025-01-30T18:30:00.000Z', '2025-01-31T18:29:59.999Z'],
    ['2024-02-29', '2024-02-28T18:30:00.000Z', '2024-02-29T18:29:59.999Z'],
    ['2025-01-31T09:30:00Z', '2025-01-31T09:30:00.000Z', '2025-01-31T09:30:00.000Z'],
    ['2025-01-31T09:30:00.0005+05:30', '2025-01-31T04:00:00.001Z', '2025-01-31T04:00:00.000Z'],
  ])('%s lasts from %s to %s', (text, beginning, end) => {
    expect([beginningOf(text, zone), endOf(text, zone)]).toStrictEqual([beginning, end]);
  });

  it('does not end after the year 9999, where text no longer sorts as time does', () => {
    expect(endOf('9999-12-31', new NewYork())).toBe('9999-12-31T23:59:59.999Z');
  });

  it.each([
    ['2025-02-09', '2025-02-09T18:29:59.999Z'],
    ['2025-02-10', '2025-02-10T12:00:00.000Z'],
    ['2025-02-10T12:00:00Z', '2025-02-10T12:00:00.000Z'],
    ['2025-02-10T17:30:00+05:30', '2025-02-10T12:00:00.000Z'],
    ['2025-02-10T12:00:05Z', '2025-02-10T12:00:05.000Z'],
    ['1999-12-31', '1999-12-31T18:29:59.999Z'],
  ])('%s asks for the past until %s', (text, instant) => {
    expect(pastUntil(text, { zone, now })).toStrictEqual({ isPast: true, instant });
  });

  it('begins in its zone: the same moment is in tomorrow there', () => {
    const evening = new Date('2025-02-10T18:30:00Z');

    expect(pastUntil('2025-02-11', { zone, now: evening })).toStrictEqual({
      isPast: true,
      instant: '2025-02-10T18:30:00.000Z',
    });
  });

  it.each(['2025-02-11', '2025-02-10T12:00:06Z', '2025-02-10T17:31:00+05:30', '9999-12-31', '2025-03-01'])(
    '%s is in the future',
    (text) => {
      expect(pastUntil(text, { zone, now })).toStrictEqual({
        isPast: false,
        problem: 'must not be in the future',
      });
    },
  );

  it.each([
    ['2025-02-30', ': there is no day 2025-02-30'],
    ['2023-02-29', ': there is no day 2023-02-29'],
    ['2025-02-30T00:00:00Z', ': there is no day 2025-02-30'],
    ['2025-02-01T25:00:00Z', ': there is no time 25:00:00'],
    ['2025-2-1', ''],
    ['yesterday', ''],
    ['', ''],
  ])('%j is none', (text, flaw) => {
    const problem = `must be a day that exists, as in 2025-01-31, or an instant that exists, as in 2025-01-31T09:30:00Z${flaw}`;

    expect(dayOrInstantProblem(text)).toBe(problem);
    expect(pastUntil(text, { zone, now })).toStrictEqual({ isPast: false, problem });
  });
});
