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

  it('can be any day since the year 100', () => {
    const days = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (day) => {
        expect(isCalendarDate(day.toISOString().slice(0, 10))).toBe(true);
      }),
    );
  });
});
