import { existsSync } from 'node:fs';
import { open, stat, writeFile } from 'node:fs/promises';
import { openDatabase } from '#libs/sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TemporaryDirectory, temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { condemnRows, keepingSeal, sealOf, sealRows, takeRows } from './rows-seal.js';

let directory: TemporaryDirectory;
let file: string;

beforeEach(async () => {
  directory = await temporaryDirectory();
  file = `${directory.path}/rows.sqlite`;
  await run(
    'CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT); CREATE INDEX by_text ON rows (text);',
    "INSERT INTO rows (text) VALUES ('a first text'), ('a second text'), ('a third text')",
  );
});

afterEach(() => directory.remove());

const run = async (...statements: readonly string[]): Promise<void> => {
  const database = await openDatabase(file, { synchronous: 'NORMAL' });
  for (const statement of statements) database.exec(statement);
  database.close();
};

/** Turns a bit round where the text is: first in the table or last in its index, or the other way round. */
const change = async (text: string, which: 'first' | 'last'): Promise<void> => {
  const handle = await open(file, 'r+');
  const content = await handle.readFile();
  const at = which === 'first' ? content.indexOf(text) : content.lastIndexOf(text);
  await handle.write(Buffer.from([content.readUInt8(at) ^ 1]), 0, 1, at);
  await handle.close();
};

const isThere = (): boolean => existsSync(file);

describe('the rows of a ledger that was stopped', () => {
  it('are taken as they are', async () => {
    await sealRows(file);

    expect(await takeRows(file)).toBeUndefined();
    expect(isThere()).toBe(true);
  });

  it.each(['first', 'last'] as const)(
    'are deleted if anything in their file was changed (the %s)',
    async (which) => {
      await sealRows(file);
      await change('second', which);

      expect(await takeRows(file)).toBe('it is not as the ledger left it');
      expect(isThere()).toBe(false);
    },
  );

  it('are deleted if they were exchanged for earlier ones, or cut', async () => {
    await sealRows(file);
    await writeFile(file, Buffer.alloc((await stat(file)).size - 1));

    expect(await takeRows(file)).toBe('it is not as the ledger left it');
  });

  it('are taken after work that changes the file and not the rows', async () => {
    await sealRows(file);
    await keepingSeal(file, () => run('CREATE TABLE other (id INTEGER PRIMARY KEY)', 'DROP TABLE other'));

    expect(await takeRows(file)).toBeUndefined();
  });

  it('stay damaged after such work, if they were', async () => {
    await sealRows(file);
    await change('second', 'first');
    await keepingSeal(file, () => run('CREATE TABLE other (id INTEGER PRIMARY KEY)'));

    expect(await takeRows(file)).toBe('a reader found it damaged');
  });

  it('are deleted if a reader found them damaged', async () => {
    await takeRows(file);
    await condemnRows(file);
    await sealRows(file);

    expect(await takeRows(file)).toBe('a reader found it damaged');
    expect(isThere()).toBe(false);
  });

  it('have no seal while another process reads them', async () => {
    const reader = await openDatabase(file, { synchronous: 'NORMAL' });
    await run("INSERT INTO rows (text) VALUES ('a fourth text')");
    reader.exec('BEGIN; SELECT * FROM rows');
    await run("INSERT INTO rows (text) VALUES ('a fifth text')");
    await sealRows(file);

    expect(existsSync(sealOf(file))).toBe(false);
    reader.close();
  });
});

describe('the rows of a ledger that was killed', () => {
  it('are taken if pages and indexes are sound', async () => {
    expect(await takeRows(file)).toBeUndefined();
    expect(isThere()).toBe(true);
  });

  it('are deleted if an index is not that of its table', async () => {
    await sealRows(file);
    await takeRows(file);
    await change('second', 'last');

    expect(await takeRows(file)).toContain('by_text');
    expect(isThere()).toBe(false);
  });

  it('are deleted if the file is no database', async () => {
    await sealRows(file);
    await takeRows(file);
    await writeFile(file, Buffer.alloc(9_000, 7));

    expect(await takeRows(file)).toContain('not a database');
    expect(isThere()).toBe(false);
  });
});

it('rows that are not there are no problem', async () => {
  await sealRows(file);
  await takeRows(file);

  expect(await takeRows(`${file}-none`)).toBeUndefined();
});
