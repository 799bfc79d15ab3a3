import { describe, expect, it } from '@jest/globals';
import { RequestProblem } from '../request-problem.js';
import { IsDay, IsDayOrInstant, IsInstant } from './time-decorators.js';
import { validated } from './validated.js';

class Day {
  @IsDay()
  at!: string;
}

class Instant {
  @IsInstant()
  at!: string;
}

class DayOrInstant {
  @IsDayOrInstant()
  at!: string;
}

/** Returns the field as it was taken, or what is wrong with it. */
const taken = (dto: new () => { at: string }, at: unknown): string => {
  try {
    return validated(dto, { at }).at;
  } catch (error) {
    return error instanceof RequestProblem ? error.message : String(error);
  }
};

const DAY = 'at must be a calendar date, as in 2025-01-31';
const INSTANT = 'at must be an instant that exists, as in 2025-01-31T09:30:00Z';
const EITHER =
  'at must be a day that exists, as in 2025-01-31, or an instant that exists, as in 2025-01-31T09:30:00Z';
const NO_TEXTS = [20_250_131, null, true, ['2025-01-31'], {}, ''];

describe('a field for a time', () => {
  it.each([
    [Day, '2024-02-29'],
    [Instant, '2025-01-31t09:30:00.123456789+05:30'],
    [DayOrInstant, '2024-02-29'],
    [DayOrInstant, '2025-01-31T09:30:00Z'],
  ])('keeps the text as it was sent', (dto, text) => {
    expect(taken(dto, text)).toBe(text);
  });

  it.each([
    [Day, '2023-02-29', DAY],
    [Day, '2025-01-31T00:00:00Z', DAY],
    [Instant, '2025-02-30T09:30:00Z', `${INSTANT}: there is no day 2025-02-30`],
    [Instant, '2025-01-31', `${INSTANT}: this is a day without a time`],
    [DayOrInstant, '2025-02-30', `${EITHER}: there is no day 2025-02-30`],
    [DayOrInstant, '2025-01-31T09:30:00', `${EITHER}: Z or an offset is missing, such as +05:30`],
  ])('says what does not exist', (dto, text, message) => {
    expect(taken(dto, text)).toBe(message);
  });

  it.each([
    [Day, DAY],
    [Instant, INSTANT],
    [DayOrInstant, EITHER],
  ])('is no other value than text', (dto, message) => {
    for (const value of NO_TEXTS) expect(taken(dto, value)).toBe(message);
  });
});
