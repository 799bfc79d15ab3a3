import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decimalText } from './decimal.js';

describe('the decimal text of a JSON number', () => {
  it.each([
    [1500.5, '1500.5'],
    [2000, '2000'],
    [0, '0'],
    [-0, '0'],
    [0.01, '0.01'],
    [0.1, '0.1'],
    [1e3, '1000'],
  ])('writes the amount %p as %s', (value, text) => {
    expect(decimalText(value, 2)).toBe(text);
  });

  it('refuses a negative number', () => {
    expect(decimalText(-0.01, 2)).toBeNull();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %p', (value) => {
    expect(decimalText(value, 2)).toBeNull();
  });

  it('refuses more decimals than were allowed', () => {
    expect(decimalText(1500.505, 2)).toBeNull();
  });

  it('accepts as many decimals as were allowed', () => {
    expect(decimalText(1500.505, 3)).toBe('1500.505');
  });

  it('accepts only whole numbers where no decimals are allowed', () => {
    expect([decimalText(3, 0), decimalText(3.5, 0)]).toStrictEqual(['3', null]);
  });

  it('accepts 15 significant digits, which a double can still tell apart', () => {
    expect(decimalText(9999999999999.99, 2)).toBe('9999999999999.99');
  });

  it('refuses 16 significant digits, because the number may have been changed on its way', () => {
    expect(decimalText(99999999999999.98, 2)).toBeNull();
  });

  it('does not count leading zeros as significant', () => {
    expect(decimalText(0.00012345678901234, 17)).toBe('0.00012345678901234');
  });

  it('refuses the noise that adding floats leaves', () => {
    expect(decimalText(0.1 + 0.2, 17)).toBeNull();
  });

  it.each([1e21, 1e-7])('refuses %p, which is written with an exponent', (value) => {
    expect(decimalText(value, 30)).toBeNull();
  });

  it('keeps every amount below ten trillion exact to the cent', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999_999_999), fc.nat(99), (whole, cents) => {
        const written = `${whole}.${String(cents).padStart(2, '0')}`;
        const shortest = written.replace(/\.?0+$/, '');

        expect(decimalText(Number(written), 2)).toBe(cents === 0 ? String(whole) : shortest);
      }),
    );
  });
});
