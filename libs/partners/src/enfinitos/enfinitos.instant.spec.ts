import { describe, expect, it } from '@jest/globals';
import { isInstant } from './enfinitos.instant.js';

describe('an instant of a period', () => {
  it.each([
    '2023-11-07T05:31:56Z',
    '2023-11-07T05:31:56.123456789Z',
    '2023-11-07T05:31:56+05:30',
    '2023-11-07t05:31:56z',
    '2024-02-29T23:59:59-23:59',
  ])('is %s', (text) => {
    expect(isInstant(text)).toBe(true);
  });

  it.each([
    '2023-02-29T00:00:00Z',
    '2023-02-30T00:00:00Z',
    '2023-04-31T00:00:00Z',
    '2016-12-31T23:59:60Z',
    '2023-11-07T24:00:00Z',
    '2023-11-07T05:31:56',
    '2023-11-07',
    'yesterday',
    '',
    1_699_335_116_000,
    null,
    ['2023-11-07T05:31:56Z'],
  ])('is not %j', (value) => {
    expect(isInstant(value)).toBe(false);
  });
});
