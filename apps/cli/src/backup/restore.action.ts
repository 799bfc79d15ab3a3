import { userInfo } from 'node:os';
import { finishRestore, restore, type RestoreOrder, RestoreRefusedError } from '#libs/backup';
import { provenStreamPrefixes } from '#libs/deployment';
import { type Environment, readEnvironment, SystemClock } from '#libs/environment';
import { CommandFailure, type OutputOptions, print, UsageError } from '../output.js';
import type { ProgressForm } from './backup-progress.js';
import { ledgerFiles, progressOf, rejectCluster } from './backup.action.js';
import { backupFacts, lossText, restoreText } from './backup-text.js';

export interface RestoreOptions extends OutputOptions {
  readonly from: string;
  readonly acceptLoss?: boolean;
  readonly reason?: string;
  readonly by?: string;
  readonly lostCheckpoint?: string;
  readonly progress?: ProgressForm;
}

/** Puts a backup in place of what is in the data directory, or ends a restore that was interrupted. */
export const restoreBackup = async (options: RestoreOptions): Promise<void> => {
  const accepted = acceptedLoss(options);
  const environment = readEnvironment();
  rejectCluster(environment.storeUrls?.events);
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
    const { backup, loss, origin, isNewOrigin, formerFiles = null } = result;
    const { lost: _, ...lost } = loss;
    const facts = { backup: backupFacts(backup), loss: lost, origin, isNewOrigin, formerFiles };
    print(facts, restoreText(result), options);
  } catch (error) {
    throw error instanceof RestoreRefusedError ? refused(error) : error;
  } finally {
    progress.end();
  }
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
