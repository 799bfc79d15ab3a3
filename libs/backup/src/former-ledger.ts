import { stat } from 'node:fs/promises';
import { LogFile, LogInUseError } from '#libs/event-store';
import { checkpointInNote, parseTrustedCheckpoint } from '#libs/proof';
import { BackupError } from './backup-error.js';
import type { LedgerFiles } from './back-up.js';
import { exists, isMissing, textIn } from './files.js';
import type { KnownCheckpoint } from './known-checkpoints.js';
import type { Former } from './loss.js';
import type { OpenedBackup } from './opened-backup.js';

/** The ledger in a directory that a restore is to replace, kept from every other process until `release`. */
export interface FormerLedger extends Omit<Former, 'orders'> {
  /** Why there is a log that cannot be read; undefined if it can, or there is none. */
  readonly unreadable: string | undefined;
  release(): void;
}

/**
 * Opens what is in the data directory, and keeps every process out of its log.
 *
 * @throws BackupError when a process has the log open.
 */
export const openFormer = async (
  files: LedgerFiles,
  backup: OpenedBackup,
  lostCheckpoint: string | undefined,
): Promise<FormerLedger> => {
  const { log, unreadable } = await openLogAlone(files);
  try {
    const verifyingKeys = (await exists(files.verifyingKeys)) ? [files.verifyingKeys] : [];
    const checkpoints: KnownCheckpoint[] = [];
    const note = await textIn(files.checkpoint);
    const newest = note === undefined ? undefined : checkpointInNote(note);
    if (note !== undefined && newest !== undefined) {
      const keys = await keysOf(backup, files.verifyingKeys);
      const isTrusted = parseTrustedCheckpoint(note, keys) !== undefined;
      checkpoints.push({ ...newest, note, file: files.checkpoint, isTrusted });
    }
    if (lostCheckpoint !== undefined)
      checkpoints.push(await keptBySomebody(lostCheckpoint, { backup, verifyingKeys: files.verifyingKeys }));
    return {
      log,
      unreadable,
      checkpoints,
      verifyingKeys,
      release: () => {
        log?.close();
      },
    };
  } catch (error) {
    log?.close();
    throw error;
  }
};

/**
 * Opens the log in a data directory, if there is one that can be read, and keeps every process out of it.
 *
 * @throws BackupError when a process has it open.
 */
export const openLogAlone = async ({
  events,
  directory,
}: LedgerFiles): Promise<Pick<FormerLedger, 'log' | 'unreadable'>> => {
  const size = await stat(events).then(
    (found) => found.size,
    (error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    },
  );
  if (size === undefined) return { log: undefined, unreadable: undefined };
  // SQLite takes an empty file for a new database, and would remove the write-ahead log beside it.
  if (size === 0) return { log: undefined, unreadable: 'it is empty' };
  try {
    return { log: await LogFile.openAlone(events), unreadable: undefined };
  } catch (error) {
    if (error instanceof LogInUseError)
      throw new BackupError(
        `A process has the log in ${directory} open. Stop the ledger, and whatever else reads its files, and try again. Nothing was changed.`,
        { cause: error },
      );
    return { log: undefined, unreadable: error instanceof Error ? error.message : String(error) };
  }
};

/** Reads the checkpoint that an auditor kept. @throws BackupError unless a known key signed it. */
const keptBySomebody = async (
  file: string,
  { backup, verifyingKeys }: { readonly backup: OpenedBackup; readonly verifyingKeys: string },
): Promise<KnownCheckpoint> => {
  const note = await textIn(file);
  if (note === undefined) throw new BackupError(`There is no checkpoint at ${file}.`);
  const checkpoint = parseTrustedCheckpoint(note, await keysOf(backup, verifyingKeys));
  if (checkpoint === undefined)
    throw new BackupError(`No key of this ledger signed the checkpoint in ${file}.`);
  return { ...checkpoint, note, file, isTrusted: true };
};

/** Returns the verifying keys of both, one per line. */
const keysOf = async (backup: OpenedBackup, verifyingKeys: string): Promise<string> => {
  const ours = backup.file('verifying-keys');
  return [await textIn(verifyingKeys), ours === undefined ? undefined : await textIn(ours)].join('\n');
};
