import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '#libs/sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runLedger } from '../support/command-line.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';

const FIXTURE = fileURLToPath(new URL('../fixtures/data-directory-284558f', import.meta.url));

let directory: LedgerDirectory;

beforeEach(async () => {
  directory = await ledgerDirectory();
  await cp(FIXTURE, directory.path, { recursive: true });
});

afterEach(() => directory.dispose());

const formatOf = async (file: string): Promise<unknown> => {
  const database = await openDatabase(file, { synchronous: 'FULL' });
  try {
    return database.prepare('PRAGMA user_version').get()?.['user_version'];
  } finally {
    database.close();
  }
};

const contentOf = async (file: string): Promise<unknown> => {
  const database = await openDatabase(file, { synchronous: 'FULL' });
  try {
    return database.prepare('SELECT * FROM events ORDER BY position').all();
  } finally {
    database.close();
  }
};

const change = async (file: string, statement: string): Promise<void> => {
  const database = await openDatabase(file, { synchronous: 'FULL' });
  database.exec(statement);
  database.close();
};

/** Starts a server that must not start. Resolves with its exit code and what it wrote. */
const refused = async (): Promise<readonly [number | string, string]> => {
  const server = directory.start();
  return [await server.ended(), server.stderr];
};

describe('a data directory of a version before', () => {
  it('is left in its format by a version that only reads it', async () => {
    const listed = await runLedger(['access', 'list'], { LEDGER_DATA_DIR: directory.path });
    const verified = await runLedger(['verify'], { LEDGER_DATA_DIR: directory.path });

    expect([listed.code, verified.code, verified.stderr]).toStrictEqual([0, 0, '']);
    expect(await formatOf(directory.files.events)).toBe(1);
  });

  it('has the format of the version that appends to it, so that the one before refuses it', async () => {
    await directory.withCredentials((credentials) =>
      credentials.issueApiKey({ family: 'ledger', tenant: null, holder: 'Auditor', scopes: [] }),
    );

    expect(await formatOf(directory.files.events)).toBe(2);
  });
});

describe('a data directory of a newer version', () => {
  it('is refused in one line when the log is of it, and nothing is changed', async () => {
    await change(directory.files.events, 'PRAGMA user_version = 3');
    const before = await contentOf(directory.files.events);

    const [code, stderr] = await refused();
    const cli = await runLedger(['access', 'list'], { LEDGER_DATA_DIR: directory.path });

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The ledger cannot start: LEDGER_DATA_DIR cannot be used\. The event log has schema version 3: [^\n]*\n$/,
    );
    expect([cli.code, cli.stderr]).toStrictEqual([1, expect.stringMatching(/^LEDGER_DATA_DIR [^\n]*\n$/)]);
    expect(await contentOf(directory.files.events)).toStrictEqual(before);
    expect(await formatOf(directory.files.events)).toBe(3);
  });

  it('is refused in one line when the rows are of it, and they stay', async () => {
    const server = directory.start();
    await server.ready();
    await server.terminate();
    await change(directory.files.readModels, "UPDATE checkpoints SET version = 99 WHERE model = 'disputes'");

    const [code, stderr] = await refused();

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^The ledger cannot start: LEDGER_DATA_DIR [^\n]*disputes has version 99 in the read store[^\n]*delete read-models\.sqlite\*[^\n]*\n$/,
    );
    const database = await openDatabase(directory.files.readModels, { synchronous: 'NORMAL' });
    expect(database.prepare("SELECT version FROM checkpoints WHERE model = 'disputes'").get()).toMatchObject({
      version: 99,
    });
    database.close();
  });
});
