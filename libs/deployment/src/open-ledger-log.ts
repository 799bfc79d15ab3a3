import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { LedgerLog, PublishedCheckpoint, SigningKeys } from '#libs/audit';
import { dataFiles, type Environment, SystemClock } from '#libs/environment';
import type { EventStore } from '#libs/event-store';

type LogEnvironment = Pick<Environment, 'dataDirectory' | 'publicUrl' | 'signingKeyFile'> &
  Partial<Pick<Environment, 'storeUrls'>>;

/**
 * The Merkle log of this deployment, with its keys, ready to go on. On a cluster all processes need
 * one key (`LEDGER_SIGNING_KEY_FILE`): two keys are two logs, and the second is refused.
 *
 * @throws LogMismatchError when the store is not the one whose checkpoints were signed.
 */
export const openLedgerLog = async (environment: LogEnvironment, store: EventStore): Promise<LedgerLog> => {
  const files = dataFiles(environment.dataDirectory);
  await mkdir(environment.dataDirectory, { recursive: true, mode: 0o700 });
  const keys = await signingKeysOf(environment);
  const published = new PublishedCheckpoint(files.checkpoint);
  const parts = { store, keys, published, clock: new SystemClock() };
  const ledgerLog =
    environment.storeUrls === undefined ? await LedgerLog.open(parts) : LedgerLog.awaiting(parts);
  await publishKeys(files.verifyingKeys, keys.verifierKeyTexts);
  return ledgerLog;
};

const signingKeysOf = ({ signingKeyFile, dataDirectory, publicUrl }: LogEnvironment): Promise<SigningKeys> =>
  signingKeyFile === undefined
    ? SigningKeys.readOrCreate(dataFiles(dataDirectory).signingKey, new URL(publicUrl).hostname)
    : SigningKeys.read(signingKeyFile);

/** Keys are added and never taken out: what an old one signed stays to be verified. */
const publishKeys = async (file: string, keys: readonly string[]): Promise<void> => {
  const known = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const added = keys.filter((key) => !known.includes(key));
  if (added.length > 0) await writeFile(file, [...known, ...added, ''].join('\n'), { mode: 0o644 });
};
