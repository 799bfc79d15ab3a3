import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { CheckpointFile, CheckpointNotes, LedgerLog, SigningKeys } from '#libs/audit';
import { dataFiles, type Environment, SystemClock } from '#libs/environment';
import type { EventStore } from '#libs/event-store';

type LogEnvironment = Pick<Environment, 'dataDirectory' | 'publicUrl' | 'signingKeyFile'> &
  Partial<Pick<Environment, 'storeUrls'>>;

/**
 * The Merkle log of this deployment, with its keys, ready to go on. On a cluster all processes need
 * one key (`LEDGER_SIGNING_KEY_FILE`): two keys are two logs, and the second is refused. Without one it is not signed.
 * A cluster's log is read and compared once it is started, as its store may come later.
 *
 * @throws LogMismatchError when the file's log is not the one whose checkpoints were signed.
 */
export const openLedgerLog = async (environment: LogEnvironment, store: EventStore): Promise<LedgerLog> => {
  const { storeUrls, signingKeyFile, dataDirectory, publicUrl } = environment;
  const clock = new SystemClock();
  if (storeUrls !== undefined) {
    if (signingKeyFile === undefined) return LedgerLog.unsigned(store, clock);
    const keys = await SigningKeys.read(signingKeyFile);
    return LedgerLog.awaiting({ store, keys, published: new CheckpointNotes(store, clock), clock });
  }
  const files = dataFiles(dataDirectory);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const keys = await (signingKeyFile === undefined
    ? SigningKeys.readOrCreate(files.signingKey, new URL(publicUrl).hostname)
    : SigningKeys.read(signingKeyFile));
  const published = new CheckpointFile(files.checkpoint);
  const ledgerLog = await LedgerLog.open({ store, keys, published, clock });
  await publishKeys(files.verifyingKeys, keys.verifierKeyTexts);
  return ledgerLog;
};

/** Keys are added and never taken out: what an old one signed stays to be verified. */
const publishKeys = async (file: string, keys: readonly string[]): Promise<void> => {
  const known = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const added = keys.filter((key) => !known.includes(key));
  if (added.length > 0) await writeFile(file, [...known, ...added, ''].join('\n'), { mode: 0o644 });
};
