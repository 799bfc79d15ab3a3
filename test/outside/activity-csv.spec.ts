import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { after, type Answer, clientOf, type Read, readerOf } from '../acceptance/clients.js';
import { updateWith } from '../acceptance/seeds.js';
import { newInstitution } from '../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { type CsvReaders, type Rows, startCsvReaders } from './csv-readers.js';
import { runProgram } from './program.js';

/** Texts with characters that a CSV reader may interpret, and with some that are not ASCII. */
const TEXTS = [
  '"No", she said\nand left',
  "it's 5 o'clock; really",
  '""',
  '"',
  'semi;colon, comma,, and\ttab',
  'अदालत 漢字 é 👩‍⚖️',
  'NULL',
  '\\N',
  'Bruce\nWayne',
  'three\n\nlines',
  'a\rreturn',
  'a\r\nb',
  'a line end\n',
  ' blanks ',
  '007',
  '12345678901234567890',
  '0.10',
  '1E5',
  '2025-01-31',
  '31/01/2025',
  'TRUE',
  'a\u2028b\u2029c',
  '\uFEFFmark',
  '\\.',
  'a\n\\.\nb',
];
const FORMULAS = ['=1+1', 'a\n=1+1', 'a\r\n+1', '-1', '@SUM(A1)', "'=1", '\t=1', 'x\u2028=1'];
const CONTROLS = ['A\0b', 'next\u0085line', 'escape \u001B[31m', 'vertical\u000Btab'];

/** Times of one length in UTC, which sort as text as they do as times. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

interface Entry {
  readonly summary: string;
  readonly actor: { readonly name: string; readonly role?: string };
}

let running: RunningLedger;
let readers: CsvReaders;
/** What each reader finds in the file. LibreOffice takes seconds to start, so each reads it once. */
let cellsBy: ReadonlyMap<string, Rows>;
let entries: readonly Entry[];

beforeAll(async () => {
  [running, readers] = await Promise.all([startLedger(), startCsvReaders()]);
  const institution = newInstitution('Gotham ODR');
  await register(running, institution);
  const post = await clientOf(running, institution);
  let last: Answer | undefined;
  for (const text of [...TEXTS, ...FORMULAS, ...CONTROLS])
    last = await post('/update', updateWith({ disputeId: 'CSV-1', userName: text, update: text }));
  const read: Read = readerOf(running, await auditorKey(running));
  const accepting = async (accept: string): Promise<string> => {
    const answer = await read('/ledger/activity?tenant=smartodr', { ...(last && after(last)), accept });
    expect([answer.status, answer.text]).toStrictEqual([200, answer.text]);
    return answer.text;
  };
  const csv = join(running.dataDirectory, 'list.csv');
  await writeFile(csv, await accepting('text/csv'));
  entries = (await accepting('application/x-ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
  const found = [...readers.byName].map(async ([name, cellsOf]) => [name, await cellsOf(csv)] as const);
  cellsBy = new Map(await Promise.all(found));
});

afterAll(() => Promise.all([running.dispose(), readers.dispose()]));

/** Returns the cells of a column. */
const column = ([header = [], ...rows]: Rows, name: string): readonly string[] =>
  rows.map((row) => row[header.indexOf(name)] ?? '');

/** Takes the apostrophes away again, with the program of docs/lists.md. */
const textsOf = async (cells: readonly string[]): Promise<readonly string[]> => {
  const page = await readFile(new URL('../../docs/lists.md', import.meta.url), 'utf8');
  const [, program = ''] = /```python\n([^]+?)```/.exec(page) ?? [];
  const run = `${program}\nimport json, sys\nprint(json.dumps([text_of(cell) for cell in json.load(sys.stdin)]))`;
  const { stdout, stderr } = runProgram('python3', ['-c', run], { input: JSON.stringify(cells) });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as readonly string[];
};

const withoutControls = (text: string): string =>
  text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g, '\uFFFD');

const withLineFeeds = (rows: Rows): Rows =>
  rows.map((row) => row.map((cell) => cell.replaceAll(/\r\n|\r/g, '\n')));

const cellsOf = (reader: string): Rows => cellsBy.get(reader) ?? [];

describe('the CSV of the activity', () => {
  it.each(['sqlite3', 'psql', 'papaparse'])('has the same cells for %s as for Python', (name) => {
    expect(cellsOf('python3').length).toBeGreaterThan(TEXTS.length);
    expect(cellsOf(name)).toStrictEqual(cellsOf('python3'));
  });

  it('has the same cells for LibreOffice, whose lines within a cell end with a line feed', () => {
    expect(withLineFeeds(cellsOf('soffice'))).toStrictEqual(withLineFeeds(cellsOf('python3')));
  });

  it('has every text whole, and gives it back without its guard', async () => {
    const cells = cellsOf('python3');
    const actors = await textsOf(column(cells, 'actor'));

    expect(entries.length).toBeGreaterThan(TEXTS.length);
    expect(actors).toStrictEqual(entries.map(({ actor }) => withoutControls(actor.name)));
    expect(await textsOf(column(cells, 'summary'))).toStrictEqual(
      entries.map(({ summary }) => withoutControls(summary)),
    );
    expect(new Set(actors)).toStrictEqual(
      new Set([
        'operator',
        ...[...TEXTS, ...FORMULAS, ...CONTROLS].map((text) => withoutControls(text.trim())),
      ]),
    );
  });

  it('has no line that a spreadsheet takes for a formula, and times in a form that sorts', () => {
    const cells = cellsOf('soffice');
    const lines = cells.flat().flatMap((cell) => cell.split(/[\n\r\u2028\u2029]/));

    expect(lines.filter((line) => /^[=+\-@\t]/.test(line))).toStrictEqual([]);
    expect(column(cells, 'recordedAt').filter((time) => !TIME.test(time))).toStrictEqual([]);
  });
});
