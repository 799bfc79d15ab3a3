import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskPan } from './personal-data.js';

describe('a personal tax number', () => {
  it.each([
    ['alone', 'ABCDE1234H', 'ABXXXXXX4H'],
    ['in small letters, which stay small', 'abcde1234h', 'abXXXXXX4h'],
    ['in mixed letters', 'AbCdE1234h', 'AbXXXXXX4h'],
    ['in brackets', 'Smith Doe (ABCDE1234H) accepted.', 'Smith Doe (ABXXXXXX4H) accepted.'],
    ['after punctuation', 'PAN:ABCDE1234H, seat 1', 'PAN:ABXXXXXX4H, seat 1'],
    ['after an underscore', 'PAN_ABCDE1234H', 'PAN_ABXXXXXX4H'],
    ['on a line of its own', 'first\nABCDE1234H\nlast', 'first\nABXXXXXX4H\nlast'],
  ])('is masked, except for what distinguishes two people: %s', (_, text, masked) => {
    expect(maskPan(text)).toBe(masked);
  });

  it('is masked everywhere in a text, also beside another', () => {
    expect(maskPan('ABCDE1234H/PQRST6789Z ABCDE1234H')).toBe('ABXXXXXX4H/PQXXXXXX9Z ABXXXXXX4H');
  });

  it.each([
    ['no number at all', 'An award of 2000 was made.'],
    ['one letter too few before the digits', 'ABCD1234H'],
    ['one digit too few', 'ABCDE123H'],
    ['a part of something longer', 'XABCDE1234H ABCDE1234H7'],
    ['a dispute id', 'DMDP-DP-2024-07-649989'],
    ['a masked number', 'ABXXXXXX4H'],
    ['nothing', ''],
  ])('is not seen where there is none: %s', (_, text) => {
    expect(maskPan(text)).toBe(text);
  });

  it('is never left in a text, whatever stands around it', () => {
    const around = fc.stringMatching(/^[ ,;:()/_-]{0,5}$/);
    const pan = fc.stringMatching(/^[A-Za-z]{5}\d{4}[A-Za-z]$/);
    fc.assert(
      fc.property(around, pan, around, (before, number, after) => {
        const masked = maskPan(`${before}${number}${after}`);

        expect(masked).not.toContain(number);
        expect(masked).toHaveLength(before.length + number.length + after.length);
        expect(maskPan(masked)).toBe(masked);
      }),
    );
  });
});
