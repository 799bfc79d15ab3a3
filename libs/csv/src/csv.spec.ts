import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Cell, csvHeader, csvRows } from './csv.js';

const options = {
  columns: { a: ([a = null]: readonly Cell[]) => a, b: ([, b = null]: readonly Cell[]) => b },
  hasMark: false,
};

const lineOf = (...cells: readonly Cell[]): string => csvRows(options, [cells]);
const cellOf = (text: string): string => lineOf(text).slice(1, -'",\r\n'.length).replaceAll('""', '"');

/** Takes the apostrophes away again, as docs/lists.md says. */
const unguarded = (cell: string): string =>
  cell.replace(
    /(?<![^\n\r\u2028\u2029])'(?='*(?:[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]|\\\.(?![^\n\r\u2028\u2029])))/g,
    '',
  );

describe('a line of CSV', () => {
  it.each<[Cell, string]>([
    ['Bruce', '"Bruce"'],
    ['Bruce\nWayne', '"Bruce\nWayne"'],
    ['three\n\nlines', '"three\n\nlines"'],
    ['a\rreturn', '"a\rreturn"'],
    ['a\r\nb', '"a\r\nb"'],
    ['a\u2028b\u2029c', '"a\u2028b\u2029c"'],
    ['"No", she said; and\tleft', '"""No"", she said; and\tleft"'],
    [' blanks ', '" blanks "'],
    ['007', '"007"'],
    ['12345678901234567890', '"12345678901234567890"'],
    ['2025-01-31', '"2025-01-31"'],
    ['NULL', '"NULL"'],
    ['\uFEFFmark', '"\uFEFFmark"'],
    ['A\0b \u0085 \u001B \uD800', '"A\uFFFDb \uFFFD \uFFFD \uFFFD"'],
    ['', '""'],
    [null, ''],
    [true, '"true"'],
    [false, '"false"'],
    [12, '12'],
    [-1.5, '-1.5'],
    [9007199254740993n, '9007199254740993'],
  ])('has %j as %s', (cell, written) => {
    expect(lineOf(cell, 'x')).toBe(`${written},"x"\r\n`);
  });
});

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r'=1"],
    ['＝1', "'＝1"],
    ['a\n=1+1', "a\n'=1+1"],
    ['a\r\n+1\n\n-2\r@x', "a\r\n'+1\n\n'-2\r'@x"],
    ['a\u2028=1\u2029=2', "a\u2028'=1\u2029'=2"],
    ['a\n\t=1', "a\n'\t=1"],
    ["'=1", "''=1"],
    ["'''-", "''''-"],
    ['\\.', "'\\."],
    ['a\n\\.\nb', "a\n'\\.\nb"],
    ['\\.b', '\\.b'],
    ['1=1, a+b, a-b, a@b', '1=1, a+b, a-b, a@b'],
    ["it's '5'\n'quoted'", "it's '5'\n'quoted'"],
  ])('of %j is %j', (text, cell) => {
    expect(cellOf(text)).toBe(cell);
  });

  it('has no line that is a formula, and gives the text back', () => {
    const text = fc.string({
      unit: fc.constantFrom("'", '=', '-', '\t', '\r', '\n', '\u2028', '＠', '\\', '.', 'x', '"'),
    });
    fc.assert(
      fc.property(text, (given) => {
        const cell = cellOf(given);
        expect(
          cell.split(/\r\n|[\n\r\u2028\u2029]/).filter((line) => /^[=+\-@\t＠]/.test(line)),
        ).toStrictEqual([]);
        expect(unguarded(cell)).toBe(given);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the first line', () => {
  it.each([
    [false, 'a,b\r\n'],
    [true, '\uFEFFa,b\r\n'],
  ])('begins with a byte order mark only when asked to: %p', (hasMark, line) => {
    expect(csvHeader({ ...options, hasMark })).toBe(line);
  });
});
