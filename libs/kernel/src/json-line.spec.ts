import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonLine } from './json-line.js';

/** Every character at which Python's `splitlines` splits. */
const LINE_ENDS = ['\n', '\r', '\v', '\f', '\u001C', '\u001D', '\u001E', '\u0085', '\u2028', '\u2029'];

describe('a line of JSON', () => {
  it.each([
    [{ update: 'a\u2028b' }, '{"update":"a\\u2028b"}'],
    [['\u2029', '\u0085'], '["\\u2029","\\u0085"]'],
    [{ '\u2028': { deep: ['\u2028\u2028'] } }, '{"\\u2028":{"deep":["\\u2028\\u2028"]}}'],
    [{ text: 'a\r\nb \\u2028' }, '{"text":"a\\r\\nb \\\\u2028"}'],
  ])('of %j has no line end in it', (value, line) => {
    expect(jsonLine(value)).toBe(line);
    expect(JSON.parse(line)).toStrictEqual(value);
  });

  it('is the value again, and is one line to every reader', () => {
    const text = fc.string({ unit: fc.constantFrom(...LINE_ENDS, '\\', '"', 'u2028', 'x') });

    fc.assert(
      fc.property(fc.dictionary(text, fc.array(text)), (value) => {
        const line = jsonLine(value);
        expect(LINE_ENDS.some((end) => line.includes(end))).toBe(false);
        expect(JSON.parse(line)).toEqual(value);
      }),
    );
  });
});
