import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { CheckpointFile, CheckpointNotes, ProofLog, SigningKeys } from '#libs/proof';
import { dataFiles, type Environment, SystemClock } from '#libs/environment';
import type { EventStore } from '#libs/event-store';
import { provenStreamPrefixes } from './proven-streams.js';

type LogEnvironment = Pick<Environment, 'dataDirectory' | 'publicUrl' | 'signingKeyFile'> &
  Partial<Pick<Environment, 'storeUrls'>>;

/**
 * Opens the proof log of this deployment with its keys. On a cluster all processes need
 * one key (`LEDGER_SIGNING_KEY_FILE`): two keys are two logs, and the second is refused. Without one it is not signed.
 * A cluster's log is read and compared once it is started, as its store may come later.
 *
 * @throws CheckpointMismatchError when the file's log is not the one whose checkpoints were signed.
 */
export const openProofLog = async (environment: LogEnvironment, store: EventStore): Promise<ProofLog> => {
  const { storeUrls, signingKeyFile, dataDirectory, publicUrl } = environment;
  const clock = new SystemClock();
  const log = { store, streamPrefixes: provenStreamPrefixes, clock };
  if (storeUrls !== undefined) {
    if (signingKeyFile === undefined) return ProofLog.unsigned(log);
    const keys = await SigningKeys.read(signingKeyFile);
    return ProofLog.awaiting({ ...log, keys, published: new CheckpointNotes(store, clock) });
  }
  const files = dataFiles(dataDirectory);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const keys = await (signingKeyFile === undefined
    ? SigningKeys.readOrCreate(files.signingKey, new URL(publicUrl).hostname)
    : SigningKeys.read(signingKeyFile));
  const published = new CheckpointFile(files.checkpoint);
  const proofLog = await ProofLog.open({ ...log, keys, published });
  await publishKeys(files.verifyingKeys, keys.verifierKeyTexts);
  return proofLog;
};

/** Keys are added and never taken out: what an old one signed stays to be verified. */
const publishKeys = async (file: string, keys: readonly string[]): Promise<void> => {
  const known = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const added = keys.filter((key) => !known.includes(key));
  if (added.length > 0) await writeFile(file, [...known, ...added, ''].join('\n'), { mode: 0o644 });
};
