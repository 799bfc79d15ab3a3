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
    ['in a document number', 'INV-ABCDE1234F', 'INV-ABXXXXXX4F'],
    ['right after its name', 'PANABCDE1234H and panNoABCDE1234H', 'PANABXXXXXX4H and panNoABXXXXXX4H'],
    ['in full-width letters', 'ＡＢＣＤＥ１２３４Ｈ', 'ＡＢXXXXXX４Ｈ'],
    ['in letters beyond 16 bits', '𝐀𝐁𝐂𝐃𝐄𝟏𝟐𝟑𝟒𝐇.', '𝐀𝐁XXXXXX𝟒𝐇.'],
    ['with an invisible character in it', 'AB\u200bCDE1234H', 'AB\u200bXXXXXX4H'],
    ['with blanks', 'PAN ABCDE 1234 H.', 'PAN ABXXX XXX4 H.'],
    ['with blanks of other widths', 'ABCDE\u00a01234\u2009H', 'ABXXX\u00a0XXX4\u2009H'],
    ['with a blank before its last letter', 'ABCDE1234 H', 'ABXXXXXX4 H'],
    ['with hyphens, in small letters', 'abcde-1234-h', 'abXXX-XXX4-h'],
    ['with dashes', 'ABCDE–1234–H', 'ABXXX–XXX4–H'],
    ['with blanks around hyphens', 'ABCDE - 1234 - H', 'ABXXX - XXX4 - H'],
    ['with a line break in it', 'ABCDE1234\nH', 'ABXXXXXX4\nH'],
    ['in fours', 'ABCD E123 4H', 'ABXX XXXX 4H'],
    ['letter by letter', 'A B C D E 1 2 3 4 H', 'A B X X X X X X 4 H'],
    [
      'in the query of an address',
      'https://x.example/?pan=ABCDE1234H&y',
      'https://x.example/?pan=ABXXXXXX4H&y',
    ],
    ['after an escape in an address', '/find?q=PAN%20ABCDE1234H', '/find?q=PAN%20ABXXXXXX4H'],
    ['after an escape in JSON', String.raw`{"x":"\nABCDE1234H"}`, String.raw`{"x":"\nABXXXXXX4H"}`],
    ['in the name of a file', 'pan_ABCDE1234H.pdf', 'pan_ABXXXXXX4H.pdf'],
    ['in a former service tax number', 'STC ABCDE1234HST001', 'STC ABXXXXXX4HST001'],
  ])('is masked, except for what distinguishes two people: %s', (_, text, masked) => {
    expect(maskPan(text)).toBe(masked);
  });

  it.each([
    ['as it is written', 'GSTIN 27ABCDE1234H1Z5', 'GSTIN 27ABXXXXXX4H1Z5'],
    ['in small letters', 'gstin:27abcde1234h1z5', 'gstin:27abXXXXXX4h1z5'],
    ['of a deductor of tax', '07ABCDE1234H1D5', '07ABXXXXXX4H1D5'],
    ['right after its name', 'GSTIN27ABCDE1234H1Z5', 'GSTIN27ABXXXXXX4H1Z5'],
    ['with blanks', '27 ABCDE1234H 1Z5', '27 ABXXXXXX4H 1Z5'],
    ['with blanks between all parts', '27 ABCDE 1234 H 1 Z 5', '27 ABXXX XXX4 H 1 Z 5'],
    ['in fours', '27AB CDE1 234H 1Z5', '27AB XXXX XX4H 1Z5'],
    ['with hyphens', '27-ABCDE1234H-1Z5', '27-ABXXXXXX4H-1Z5'],
    ['with hyphens in the tax number', '27ABCDE-1234-H1Z5', '27ABXXX-XXX4-H1Z5'],
    ['letter by letter', '2-7-A-B-C-D-E-1-2-3-4-H-1-Z-5', '2-7-A-B-X-X-X-X-X-X-4-H-1-Z-5'],
    ['in full-width letters', '２７ＡＢＣＤＥ１２３４Ｈ１Ｚ５', '２７ＡＢXXXXXX４Ｈ１Ｚ５'],
    ['with a mistyped end', '27ABCDE1234H125', '27ABXXXXXX4H125'],
    ['without its end', '27ABCDE1234H1', '27ABXXXXXX4H1'],
    ['in the name of a file', 'invoice_27ABCDE1234H1Z5.pdf', 'invoice_27ABXXXXXX4H1Z5.pdf'],
  ])('is masked within a goods and services tax number %s', (_, text, masked) => {
    expect(maskPan(text)).toBe(masked);
  });

  it('is masked everywhere in a text, also beside another', () => {
    expect(maskPan('ABCDE1234H/PQRST6789Z ABCDE1234H')).toBe('ABXXXXXX4H/PQXXXXXX9Z ABXXXXXX4H');
    expect(maskPan('27ABCDE1234H1Z5, ABCDE1234H')).toBe('27ABXXXXXX4H1Z5, ABXXXXXX4H');
  });

  it.each([
    ['no number at all', 'An award of 2000 was made.'],
    ['one letter too few before the digits', 'ABCD1234H'],
    ['one digit too few', 'ABCDE123H'],
    ['a part of something longer', 'XABCDE1234H ABCDE1234H7'],
    ['a dispute id', 'DMDP-DP-2024-07-649989'],
    ['a masked number', 'ABXXXXXX4H 27ABXXXXXX4H1Z5'],
    ['a date and an article', 'On 12 March 2024 a hearing was held. In March 2024 I was there.'],
    ['a date at the end of a sentence', 'It began in March 2024. A hearing followed. March 2024 - A hearing'],
    ['a date before a word of four letters', 'on 12 March 2024 that was agreed at 10'],
    ['a date in the name of a file', 'hearing-12-march-2024-a.pdf'],
    ['an address', 'House 1234 B, Sector 5'],
    ['a tax deduction number', 'TAN DELA12345B'],
    ['a company number', 'CIN L17110MH1973PLC019786'],
    ['the code of a bank', 'IFSC HDFC0001234'],
    ['an id', '5b5f3a3e-abcd-4123-8abc-de1234f00aaa abcde123-4fab-4cde-8123-4f00aabbccdd'],
    ['a digest', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
    ['nothing', ''],
  ])('is not seen where there is none: %s', (_, text) => {
    expect(maskPan(text)).toBe(text);
  });

  const letters = (least: number, most = least) =>
    fc.stringMatching(new RegExp(`^[A-Za-z]{${least},${most}}$`));
  const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));
  const pan = fc.tuple(letters(5), digits(4), letters(1)).map((parts) => parts.join(''));
  const around = fc.oneof(
    fc.stringMatching(/^[ ,;:()/_-]{0,5}$/),
    fc.constantFrom(' PAN ', 'GSTIN: ', ' accepted ', '%20', '\u00a0', '"', '\n', 'é', '।'),
  );

  it('is never left in a text, whatever stands around it', () => {
    fc.assert(
      fc.property(around, pan, fc.stringMatching(/^[ ,;:()/_-]{0,5}$/), (before, number, after) => {
        const masked = maskPan(`${before}${number}${after}`);

        expect(masked).not.toContain(number);
        expect(masked).toHaveLength(before.length + number.length + after.length);
        expect(maskPan(masked)).toBe(masked);
      }),
    );
  });

  it('is never left in a text with many numbers, however they are written', () => {
    const gstin = fc
      .tuple(digits(2), pan, fc.constantFrom('1Z5', '2D8', 'AZQ', '1z', ''))
      .map((all) => all.join(''));
    const wide = fc
      .oneof(pan, gstin)
      .map((text) => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)));
    const upper = fc
      .tuple(pan, fc.constantFrom(' ', '-', '/', '.', '_', '\u00a0', '–'))
      .map(([number, gap]) =>
        [number.slice(0, 5), number.slice(5, 9), number.slice(9)].join(gap).toUpperCase(),
      );
    const spread = fc
      .tuple(digits(2), pan, fc.constantFrom(' ', '-'))
      .map(([state, number, gap]) => Array.from(`${state}${number}1Z5`).join(gap));
    const number = fc.oneof(pan, gstin, wide, upper, spread);
    fc.assert(
      fc.property(fc.array(fc.tuple(number, around), { minLength: 1, maxLength: 5 }), (parts) => {
        const text = parts.map(([one, after]) => `${one},${after} , `).join('');
        const masked = maskPan(text);
        const plain = masked.normalize('NFKC');

        expect(plain).not.toMatch(/(?<![A-Za-z0-9])(?:\d{2})?[A-Za-z]{5}\d{4}[A-Za-z](?![A-Za-z0-9])/);
        expect(plain.replace(/[-\s/._–]/g, '')).not.toMatch(/[A-Z]{5}\d{4}[A-Z]/);
        expect(maskPan(masked)).toBe(masked);
      }),
      { numRuns: 300 },
    );
  });
});
