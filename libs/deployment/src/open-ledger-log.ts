import { readFile, writeFile } from 'node:fs/promises';
import { LedgerLog, PublishedCheckpoint, SigningKeys } from '#libs/audit';
import { dataFiles, type Environment, SystemClock } from '#libs/environment';
import type { EventStore } from '#libs/event-store';

type LogEnvironment = Pick<Environment, 'dataDirectory' | 'publicUrl' | 'signingKeyFile'>;

/**
 * The Merkle log of this deployment, with its keys, ready to go on.
 *
 * @throws LogMismatchError when the store is not the one whose checkpoints were signed.
 */
export const openLedgerLog = async (environment: LogEnvironment, store: EventStore): Promise<LedgerLog> => {
  const files = dataFiles(environment.dataDirectory);
  const keys = await signingKeysOf(environment);
  const published = new PublishedCheckpoint(files.checkpoint);
  const ledgerLog = await LedgerLog.open({ store, keys, published, clock: new SystemClock() });
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
