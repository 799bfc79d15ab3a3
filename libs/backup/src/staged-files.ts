import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { joinSegments, LogFile } from '#libs/event-store';
import { checkpointInNote, parseTrustedCheckpoint, SigningKeys } from '#libs/proof';
import { BackupError } from './backup-error.js';
import type { LedgerFiles } from './back-up.js';
import { checkPartsEnd, type Checking } from './check-backup.js';
import { textIn, writeWhole } from './files.js';
import { newestKnown } from './known-checkpoints.js';
import type { Former, Loss } from './loss.js';
import type { OpenedBackup } from './opened-backup.js';
import { LOG } from './put-in-place.js';

/** The paths of the files that are put together before they are put in place. */
export const stagedFiles = (staging: string) => ({
  events: join(staging, LOG),
  signingKey: join(staging, 'signing-key'),
  verifyingKeys: join(staging, 'verifying-keys'),
  checkpoint: join(staging, 'checkpoint'),
});

interface Staging {
  readonly backup: OpenedBackup;
  readonly staging: string;
  readonly former: Former;
  readonly checking: Checking;
}

/** Puts the log of a backup together, synced and compared with the manifest. What was there is removed. */
export const stageLog = async ({ backup, staging, checking }: Staging): Promise<void> => {
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true, mode: 0o700 });
  const { events } = stagedFiles(staging);
  const total = backup.manifest.log.events ?? 0;
  await joinSegments(backup.logFiles, events, (done) => {
    checking.onProgress({ phase: 'putting together', done, total });
  });
  await chmod(events, 0o600);
  await checkPartsEnd([events], backup.manifest.log);
};

/** Writes the verifying keys of both: whatever either ledger signed stays verifiable. */
export const stageVerifyingKeys = async ({ backup, staging, former }: Staging): Promise<void> => {
  const ours = backup.file('verifying-keys');
  const texts = await Promise.all(
    [...former.verifyingKeys, ...(ours === undefined ? [] : [ours])].map(textIn),
  );
  const keys = new Set(texts.flatMap((text) => (text ?? '').split('\n')).filter((line) => line !== ''));
  if (keys.size > 0) await writeWhole(stagedFiles(staging).verifyingKeys, [...keys, ''].join('\n'), 0o644);
};

/** Writes the newest checkpoint that the restored log covers, so that an older log is still noticed. */
export const stageCheckpoint = async ({ backup, staging, former }: Staging, loss: Loss): Promise<void> => {
  const note = newestKnown(backup, former)?.note;
  if (!loss.isLoss && note !== undefined) await writeWhole(stagedFiles(staging).checkpoint, note, 0o644);
};

export interface KeySources {
  readonly files: LedgerFiles;
  /** The file that the ledger is told to use instead of the one in its data directory. */
  readonly elsewhere: string | undefined;
}

/**
 * Finds a signing key with which the proof log of the backup goes on: the one that is kept elsewhere, the one
 * in the data directory, or the backup's.
 *
 * @returns The text to write into the data directory; null where its file is not needed, undefined if there
 * is no such key.
 */
export const fittingKey = async (
  { backup, former }: Pick<Staging, 'backup' | 'former'>,
  { files, elsewhere }: KeySources,
): Promise<string | null | undefined> => {
  const { origin } = backup.manifest;
  if (origin === null) return null;
  const key = { origin, note: newestKnown(backup, former)?.note };
  if (elsewhere !== undefined) {
    const text = await textIn(elsewhere);
    if (text === undefined) throw new BackupError(`There is no signing key at ${elsewhere}.`);
    return (await fits(elsewhere, key)) ? null : undefined;
  }
  const ours = backup.file('signing-key');
  for (const file of [files.signingKey, ...(ours === undefined ? [] : [ours])])
    if ((await textIn(file)) !== undefined && (await fits(file, key))) return textIn(file);
  return undefined;
};

interface WantedKey {
  readonly origin: string;
  readonly note: string | undefined;
}

/** Returns whether the keys are of the origin, and signed the newest checkpoint, if that is of it, too. */
export const fits = async (file: string, { origin, note }: WantedKey): Promise<boolean> => {
  const keys = await SigningKeys.read(file).catch(() => undefined);
  if (keys?.origin !== origin) return false;
  if (note === undefined || checkpointInNote(note)?.origin !== origin) return true;
  return parseTrustedCheckpoint(note, keys.verifierKeyTexts.join('\n')) !== undefined;
};

/** Leaves the whole log in its one file: what is beside it stays behind. */
export const sealLog = async (staging: string): Promise<void> => {
  const log = await LogFile.open(stagedFiles(staging).events);
  try {
    log.moveLogIntoFile();
  } finally {
    log.close();
  }
};
