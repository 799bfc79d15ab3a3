import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFiles } from '#libs/environment';
import { sealOf } from '#libs/read-store';
import { trustedKeys } from '#libs/proof';
import { openDatabase } from '#libs/sqlite';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { until } from '../../support/until.js';
import { type KnownLedger, writeKnownLedger } from './known-ledger.js';
import { type Questioned, questioned, type Truth } from './questioning.js';
import { openHere } from './subjects.js';

/** Directories of known ledgers, that faults are put together from. Each is copied before it is used. */
export interface KnownDirectories extends Questioned {
  /** After a clean stop. */
  readonly whole: string;
  /** As a process left it that was killed: what it acknowledged is in the write-ahead logs. */
  readonly killed: string;
  /** After a clean stop half way through the history. */
  readonly half: string;
  /** That of another ledger, after a clean stop. */
  readonly foreign: string;
  /** What is right of the whole history. */
  readonly truth: Truth;
  /** Returns a path for a directory that does not exist yet. */
  place(): string;
  dispose(): Promise<void>;
}

/** Copies a data directory that no process uses. */
export const copyDirectory = (from: string, to: string): Promise<void> => cp(from, to, { recursive: true });

/** Makes the known ledgers, once for all faults. */
export const knownDirectories = async (): Promise<KnownDirectories> => {
  const room = await temporaryDirectory();
  let places = 0;
  const place = (): string => join(room.path, String((places += 1)));
  const named = (name: string): string => join(room.path, name);
  const [whole, killed, half, foreign] = [named('whole'), named('killed'), named('half'), named('foreign')];
  const known = await writtenLedger(whole, { half, killed });
  await writtenLedger(foreign);
  const asked = { known, trusted: await trustedKeys(dataFiles(whole).verifyingKeys) };
  const truth = await truthOf(whole, asked, place());
  return { ...asked, whole, killed, half, foreign, truth, place, dispose: () => room.remove() };
};

const writtenLedger = async (
  directory: string,
  copies?: { readonly half: string; readonly killed: string },
): Promise<KnownLedger> => {
  await mkdir(directory);
  const running = await openHere(directory);
  await until(async () => (await fetch(`${running.url}/health/ready`)).ok);
  const known = await writeKnownLedger(running, async () => {
    if (copies !== undefined) await saved(directory, copies.half);
  });
  if (copies !== undefined) await copyDirectory(directory, copies.killed);
  await running.stop();
  await settle(directory);
  return known;
};

/** Copies the directory of a running ledger, as a backup of both databases would have it. */
const saved = async (directory: string, to: string): Promise<void> => {
  await mkdir(to);
  const [from, copy] = [dataFiles(directory), dataFiles(to)];
  for (const file of ['events', 'readModels'] as const) {
    const database = await openDatabase(from[file], { synchronous: 'FULL' });
    database.exec(`VACUUM INTO '${copy[file]}'`);
    database.close();
  }
  for (const file of ['signingKey', 'verifyingKeys', 'checkpoint'] as const) await cp(from[file], copy[file]);
};

/** Moves the write-ahead log into the file of the log, as its last process may have left it beside. */
const settle = async (directory: string): Promise<void> => {
  const { events, readModels } = dataFiles(directory);
  const database = await openDatabase(events, { synchronous: 'FULL' });
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  for (const file of [events, readModels])
    for (const suffix of ['-wal', '-shm']) await rm(file + suffix, { force: true });
};

/** Returns what a ledger says and does over a copy of the directory. */
const truthOf = async (directory: string, asked: Questioned, copy: string): Promise<Truth> => {
  await copyDirectory(directory, copy);
  const running = await openHere(copy);
  try {
    return await questioned(running.url, asked);
  } finally {
    await running.stop();
  }
};

/**
 * Returns what is right of the log in a directory, whatever else is there: what a ledger says over a copy of it
 * whose rows are built anew. A log that no ledger starts on has no answers.
 */
export const truthOfLog = async (directory: string, asked: Questioned, copy: string): Promise<Truth> => {
  await copyDirectory(directory, copy);
  const { readModels } = dataFiles(copy);
  for (const file of [readModels, `${readModels}-wal`, `${readModels}-shm`, sealOf(readModels)])
    await rm(file, { force: true });
  return truthOf(copy, asked, `${copy}-anew`).catch(() => NOTHING);
};

const NOTHING: Truth = { answers: new Map(), commands: [], exported: { status: 0, text: '' } };
