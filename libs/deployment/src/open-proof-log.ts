import {
  addVerifyingKeys,
  assertNoOriginPending,
  CheckpointFile,
  CheckpointNotes,
  ProofLog,
  SigningKeys,
} from '#libs/proof';
import { createDirectory, dataFiles, type Environment, SystemClock } from '#libs/environment';
import type { EventStore } from '#libs/event-store';
import type { Clock } from '#libs/kernel';
import { provenStreamPrefixes } from './proven-streams.js';

type LogEnvironment = Pick<Environment, 'dataDirectory' | 'publicUrl' | 'signingKeyFile'> &
  Partial<Pick<Environment, 'storeUrls'>>;

/**
 * Opens the proof log of this deployment with its keys.
 *
 * An embedded ledger makes a key at its first start, reads its event log here, and adds its verifying keys to
 * the file for auditors. On a cluster the store may not be reachable yet, so `ProofLog.start` reads the log.
 * All processes there need the same `LEDGER_SIGNING_KEY_FILE`: another key would mean another log, which is
 * rejected. A process without a key signs nothing.
 *
 * @throws CheckpointMismatchError when an embedded log is not the one whose checkpoints were signed.
 * @throws Error when the file of signing keys cannot be read, or a restore of this log has not ended.
 */
export const openProofLog = async (
  environment: LogEnvironment,
  store: EventStore,
  clock: Clock = new SystemClock(),
): Promise<ProofLog> => {
  const { storeUrls, signingKeyFile, dataDirectory, publicUrl } = environment;
  const log = { store, streamPrefixes: provenStreamPrefixes, clock };
  if (storeUrls !== undefined) {
    if (signingKeyFile === undefined) return ProofLog.unsigned(log);
    assertNoOriginPending(signingKeyFile);
    const keys = await SigningKeys.read(signingKeyFile);
    return ProofLog.awaiting({ ...log, keys, published: new CheckpointNotes(store, clock) });
  }
  const files = dataFiles(dataDirectory);
  await createDirectory(dataDirectory);
  assertNoOriginPending(signingKeyFile ?? files.signingKey);
  const keys = await (signingKeyFile === undefined
    ? SigningKeys.readOrCreate(files.signingKey, new URL(publicUrl).hostname)
    : SigningKeys.read(signingKeyFile));
  const published = new CheckpointFile(files.checkpoint);
  const proofLog = await ProofLog.open({ ...log, keys, published });
  await addVerifyingKeys(files.verifyingKeys, keys.verifierKeyTexts);
  return proofLog;
};
