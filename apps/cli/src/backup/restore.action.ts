import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import {
  finishRestore,
  restore,
  restoreCluster,
  type RestoreOrder,
  RestoreRefusedError,
  type RestoreResult,
} from '#libs/backup';
import { provenStreamPrefixes } from '#libs/deployment';
import { type Environment, readEnvironment, SystemClock } from '#libs/environment';
import { CommandFailure, type OutputOptions, print, UsageError } from '../output.js';
import type { ProgressForm } from './backup-progress.js';
import { ledgerFiles, overCluster, progressOf } from './backup.action.js';
import { backupFacts, clusterText, lossText, restoreText } from './backup-text.js';

export interface RestoreOptions extends OutputOptions {
  readonly from: string;
  readonly acceptLoss?: boolean;
  readonly reason?: string;
  readonly by?: string;
  readonly lostCheckpoint?: string;
  readonly trust?: readonly string[];
  readonly progress?: ProgressForm;
}

/** Puts a backup in place of what is in the data directory, or ends a restore that was interrupted. */
export const restoreBackup = async (options: RestoreOptions): Promise<void> => {
  const accepted = acceptedLoss(options);
  const environment = readEnvironment();
  const { storeUrls } = environment;
  if (storeUrls !== undefined) return restoreKeys(environment, storeUrls.events, options);
  if (options.trust !== undefined) throw new UsageError('--trust is for a cluster: set EVENT_STORE_URL.');
  const files = ledgerFiles(environment.dataDirectory, undefined);
  const plan = await finishRestore(files);
  if (plan !== undefined) {
    print(
      { finished: plan },
      `Finished the restore of ${plan.backup} that was interrupted. Now run \`ledger verify\`, and start the ledger. To restore another backup, run the command again.`,
      options,
    );
    return;
  }
  const progress = progressOf(options);
  try {
    const order = { ...orderOf(environment, options), files, accepted, onProgress: progress.tell };
    const result = await restore(order);
    progress.end();
    print(restoreFacts(result), restoreText(result), options);
  } catch (error) {
    throw error instanceof RestoreRefusedError ? refused(error) : error;
  } finally {
    progress.end();
  }
};

/** Puts the keys of a cluster in place, and compares its store with the backup. */
const restoreKeys = async (
  { signingKeyFile, publicUrl }: Environment,
  eventStoreUrl: string,
  options: RestoreOptions,
): Promise<void> => {
  if (signingKeyFile === undefined)
    throw new UsageError('Set LEDGER_SIGNING_KEY_FILE: the signing key is put there.');
  const progress = progressOf(options);
  try {
    const result = await overCluster(eventStoreUrl, (store) =>
      restoreCluster({
        store,
        from: options.from,
        signingKey: resolve(signingKeyFile),
        trust: options.trust ?? [],
        lostCheckpoint: options.lostCheckpoint,
        accepted: acceptedLoss(options),
        host: new URL(publicUrl).hostname,
        streamPrefixes: provenStreamPrefixes,
        clock: new SystemClock(),
        onProgress: progress.tell,
      }),
    );
    progress.end();
    print(restoreFacts(result), clusterText(result, resolve(signingKeyFile)), options);
  } catch (error) {
    throw error instanceof RestoreRefusedError ? refused(error) : error;
  } finally {
    progress.end();
  }
};

const restoreFacts = ({ backup, loss, origin, isNewOrigin, formerFiles }: RestoreResult) => {
  const { lost: _, ...lost } = loss;
  return { backup: backupFacts(backup), loss: lost, origin, isNewOrigin, formerFiles: formerFiles ?? null };
};

const orderOf = (
  { signingKeyFile, publicUrl }: Environment,
  { from, lostCheckpoint, by, reason }: RestoreOptions,
): Omit<RestoreOrder, 'files' | 'accepted' | 'onProgress'> => ({
  from,
  keyElsewhere: signingKeyFile,
  lostCheckpoint,
  by: by ?? userInfo().username,
  reason,
  host: new URL(publicUrl).hostname,
  streamPrefixes: provenStreamPrefixes,
  clock: new SystemClock(),
});

const acceptedLoss = ({ acceptLoss, reason, by }: RestoreOptions): RestoreOrder['accepted'] => {
  if (acceptLoss !== true) return undefined;
  if (reason === undefined || by === undefined)
    throw new UsageError('--accept-loss needs --reason and --by: both are recorded in the log.');
  return { reason, by };
};

const refused = (error: RestoreRefusedError): CommandFailure => {
  const recorded = error.isRecorded ? ' The refusal is recorded in the log here.' : '';
  const what = error.loss.isLoss ? `${lossText(error.loss, error.backup)} ` : '';
  return new CommandFailure(`${what}${error.message} Nothing was changed.${recorded}`, { cause: error });
};
