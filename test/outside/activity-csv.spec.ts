import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { after, type Answer, clientOf, type Read, readerOf } from '../acceptance/clients.js';
import { updateWith } from '../acceptance/seeds.js';
import { newInstitution } from '../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { runProgram } from './program.js';

/** Texts with characters that a CSV reader may interpret, and with some that are not ASCII. */
const TEXTS = [
  '"No", she said\nand left',
  "it's 5 o'clock; really",
  '""',
  'semi;colon, comma,, and\ttab',
  'अदालत 漢字 é 👩‍⚖️',
  'NULL',
];
const FORMULA = '=1+1';

type Rows = readonly (readonly string[])[];

interface Entry {
  readonly summary: string;
  readonly actor: { readonly name: string };
}

let running: RunningLedger;
let csv: string;
let entries: readonly Entry[];

beforeAll(async () => {
  running = await startLedger();
  const institution = newInstitution('Gotham ODR');
  await register(running, institution);
  const post = await clientOf(running, institution);
  let last: Answer | undefined;
  for (const text of [...TEXTS, FORMULA])
    last = await post('/update', updateWith({ disputeId: 'CSV-1', userName: text, update: text }));
  const read: Read = readerOf(running, await auditorKey(running));
  const accepting = async (accept: string): Promise<string> => {
    const answer = await read('/ledger/activity?tenant=smartodr', { ...(last && after(last)), accept });
    expect([answer.status, answer.text]).toStrictEqual([200, answer.text]);
    return answer.text;
  };
  csv = join(running.dataDirectory, 'activity.csv');
  await writeFile(csv, await accepting('text/csv'));
  entries = (await accepting('application/x-ndjson'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
});

afterAll(() => running.dispose());

const byPython = (): Rows => {
  const program =
    'import csv, json, sys; print(json.dumps(list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))))';
  const { stdout, stderr } = runProgram('python3', ['-c', program, csv]);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Rows;
};

const bySqlite = (): Rows => {
  const args = ['-json', ':memory:', `.import --csv ${csv} activity`, 'SELECT * FROM activity'];
  const { stdout, stderr } = runProgram('sqlite3', args);
  expect(stderr).toBe('');
  const rows = JSON.parse(stdout) as readonly Readonly<Record<string, string>>[];
  return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))];
};

/** Returns the cells of a column. */
const column = ([header = [], ...rows]: Rows, name: string): readonly (string | undefined)[] =>
  rows.map((row) => row[header.indexOf(name)]);

describe('the CSV of the activity', () => {
  it('has the same cells when read by Python as when read by SQLite', () => {
    expect(bySqlite()).toStrictEqual(byPython());
  });

  it.each([
    ['python3', byPython],
    ['sqlite3', bySqlite],
  ])('has every text whole for %s, and a formula behind an apostrophe', (_, readCells) => {
    const cells = readCells();
    const guarded = (text: string): string => (text.startsWith('=') ? `'${text}` : text);

    expect(entries.length).toBeGreaterThan(TEXTS.length);
    expect(column(cells, 'actor')).toStrictEqual(entries.map(({ actor }) => guarded(actor.name)));
    expect(column(cells, 'summary')).toStrictEqual(entries.map(({ summary }) => guarded(summary)));
    expect(column(cells, 'actor')).toStrictEqual(expect.arrayContaining([...TEXTS, `'${FORMULA}`]));
  });
});
