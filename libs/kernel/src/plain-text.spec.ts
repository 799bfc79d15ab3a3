import { describe, expect, it } from '@jest/globals';
import { plainText, storableText } from './plain-text.js';

describe('text that every database can hold', () => {
  it.each([
    ['A\0b', 'A\uFFFDb'],
    ['\0\0', '\uFFFD\uFFFD'],
    ['half \uD83D', 'half \uFFFD'],
    ['\u0001 stays', '\u0001 stays'],
    ['whole 👩‍⚖️', 'whole 👩‍⚖️'],
  ])('of %j is %j', (text, expected) => {
    expect(storableText(text)).toBe(expected);
  });
});

describe('plain text', () => {
  it.each([
    ['A\0b', 'A\uFFFDb'],
    ['bell \u0007, escape \u001B[31m', 'bell \uFFFD, escape \uFFFD[31m'],
    ['\u000B\u000C', '\uFFFD\uFFFD'],
    ['delete \u007F', 'delete \uFFFD'],
    ['next line \u0085, \u009F', 'next line \uFFFD, \uFFFD'],
    ['half \uDC00', 'half \uFFFD'],
    ['tab\t, lines\r\nof\rtext\n', 'tab\t, lines\r\nof\rtext\n'],
    ['\u00A0\u2028\u2029\uFEFF are no controls', '\u00A0\u2028\u2029\uFEFF are no controls'],
  ])('of %j is %j', (text, expected) => {
    expect(plainText(text)).toBe(expected);
  });
});
