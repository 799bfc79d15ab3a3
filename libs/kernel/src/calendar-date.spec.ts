import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCalendarDate } from './calendar-date.js';

describe('a calendar date', () => {
  it.each(['2025-01-15', '2024-02-29', '2000-02-29', '2023-12-31', '0100-01-01', '9999-12-31'])(
    '%s is a day that exists',
    (text) => {
      expect(isCalendarDate(text)).toBe(true);
    },
  );

  it.each([
    ['2023-02-29', 'the 29th of February of a common year'],
    ['1900-02-29', 'the 29th of February of a century that is no leap year'],
    ['2024-02-30', 'the 30th of February'],
    ['2025-04-31', 'the 31st of a month of 30 days'],
    ['2025-13-01', 'a 13th month'],
    ['2025-00-10', 'a month 0'],
    ['2025-01-00', 'a day 0'],
    ['2025-01-32', 'a 32nd day'],
    ['0000-01-01', 'the year 0'],
    ['0099-12-31', 'a year of two digits'],
  ])('%s is refused: %s', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });

  it.each([
    '',
    '2025-1-15',
    '15-01-2025',
    '2025/01/15',
    '20250115',
    '2025-01-15T00:00:00Z',
    ' 2025-01-15',
    '2025-01-15\n',
    '+002025-01-15',
    '٢٠٢٥-٠١-١٥',
  ])('%j is not written as a date', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });

  it('is every day of the calendar since the year 100, and no other text of that form', () => {
    const two = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
    const near = fc.integer({ min: 0, max: 34 }).map((number) => String(number).padStart(2, '0'));
    const year = fc.tuple(two, two).map(([century, of]) => century + of);
    const month = fc.integer({ min: 0, max: 14 }).map((number) => String(number).padStart(2, '0'));
    fc.assert(
      fc.property(year, fc.oneof(month, two), fc.oneof(near, two), (y, m, d) => {
        const text = `${y}-${m}-${d}`;
        expect([text, isCalendarDate(text)]).toStrictEqual([
          text,
          isInCalendar(Number(y), Number(m), Number(d)),
        ]);
      }),
      { numRuns: 1_000 },
    );
  });
});

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Returns whether the day exists, counted by the rules of the Gregorian calendar. */
const isInCalendar = (year: number, month: number, day: number): boolean => {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return year >= 100 && day >= 1 && day <= days;
};
