import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { damageIn, isDamage, openDatabase } from '#libs/sqlite';

/** What is in the place of a digest once rows were found damaged: no file has it. */
const CONDEMNED = 'damaged';

/** How long a process that ends waits for others that read the rows; they need no seal while others have them. */
const BUSY_MS = 100;

/** The digest of a file of rows, while no process has it open. */
export const sealOf = (file: string): string => `${file}.seal`;

/**
 * Looks at the file of the rows before it is opened, and deletes it if it is not as a ledger left it, so that the
 * rows are built again. After a clean stop any change is noticed, because the digest of the whole file is beside
 * it. After a crash there is none: pages and indexes are compared, and values that could be true are not.
 *
 * @returns why the file was deleted; undefined if it was not.
 */
export const takeRows = async (file: string): Promise<string | undefined> => {
  const problem = await problemOf(file, await textIn(sealOf(file)));
  if (problem !== undefined)
    for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true });
  // They are written again from here on.
  await rm(sealOf(file), { force: true });
  return problem;
};

/** Leaves the digest of the file beside it, if this was the last process that had it open. */
export const sealRows = async (file: string): Promise<void> => {
  if ((await sizeOf(file)) === 0 || (await textIn(sealOf(file))) === CONDEMNED) return;
  const database = await openDatabase(file, { synchronous: 'NORMAL' });
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    if (Number(database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy']) !== 0) return;
  } finally {
    database.close();
  }
  const digest = await digestOf(file);
  if ((await sizeOf(`${file}-wal`)) > 0) return;
  await writeFile(`${sealOf(file)}.new`, digest, { mode: 0o600 });
  await rename(`${sealOf(file)}.new`, sealOf(file));
};

/** Has the next start build the rows again, because a reader found them damaged. */
export const condemnRows = (file: string): Promise<void> =>
  writeFile(sealOf(file), CONDEMNED, { mode: 0o600 });

/**
 * Does work that changes the file, and not the rows, such as a replay beside them: rows that were as the ledger
 * left them are afterwards, too, and others are not.
 */
export const keepingSeal = async <Result>(file: string, work: () => Promise<Result>): Promise<Result> => {
  const seal = await textIn(sealOf(file));
  const problem = seal === undefined ? undefined : await problemOf(file, seal);
  try {
    return await work();
  } finally {
    if (problem !== undefined) await condemnRows(file);
    else if (seal !== undefined) await sealRows(file);
  }
};

const problemOf = async (file: string, seal: string | undefined): Promise<string | undefined> => {
  if ((await sizeOf(file)) === 0) return undefined;
  if (seal === CONDEMNED) return 'a reader found it damaged';
  if (seal !== undefined) {
    if ((await digestOf(file)) === seal) return undefined;
    // Whoever has written since left a write-ahead log, and may have moved some of it into the file.
    if ((await sizeOf(`${file}-wal`)) === 0) return 'it is not as the ledger left it';
  }
  try {
    const database = await openDatabase(file, { synchronous: 'NORMAL' });
    try {
      return damageIn(database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (isDamage(error)) return (error as Error).message;
    throw error;
  }
};

const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
};

const sizeOf = (file: string): Promise<number> => stat(file).then(({ size }) => size, absentAs(0));

const textIn = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch(absentAs(undefined));

const absentAs =
  <Value>(value: Value) =>
  (error: unknown): Value => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value;
    throw error;
  };
