import {
  backUp,
  backUpCluster,
  type BackupResult,
  checkBackup,
  type LedgerFiles,
  OpenedBackup,
} from '#libs/backup';
import { openEventStore, provenStreamPrefixes } from '#libs/deployment';
import { dataFiles, readLogSource, SystemClock } from '#libs/environment';
import { connectEventStoreDb, type EventStore, StoreUnavailableError } from '#libs/event-store';
import { codeVersion } from '#libs/evidence';
import { CommandFailure, type OutputOptions, print, UsageError } from '../output.js';
import { BackupProgressReporter, type ProgressForm } from './backup-progress.js';
import { backupFacts, backupText, checkText } from './backup-text.js';

export interface BackupOptions extends OutputOptions {
  readonly to?: string;
  readonly check?: string;
  readonly full?: boolean;
  readonly verifyAll?: boolean;
  readonly withoutKeys?: boolean;
  readonly trust?: readonly string[];
  readonly progress?: ProgressForm;
}

/** Backs up the ledger, or checks a backup. */
export const backup = async (options: BackupOptions): Promise<void> => {
  const { to, check } = options;
  if (to !== undefined && check !== undefined) throw new UsageError('Give --to or --check, not both.');
  const progress = progressOf(options);
  try {
    if (check !== undefined) {
      const found = await checked(check, progress);
      progress.end();
      print({ verdict: 'verified', ...backupFacts(found) }, checkText(found), options);
    } else if (to !== undefined) {
      const begun = performance.now();
      const result = await backedUp(to, options, progress);
      const durationMs = Math.round(performance.now() - begun);
      progress.end();
      const { addedEvents, isFull, checked: what } = result;
      const facts = { ...backupFacts(result.backup), addedEvents, isFull, checked: what, durationMs };
      print(facts, backupText(result, durationMs), options);
    } else throw new UsageError('Give the directory of the backup with --to, or with --check.');
  } finally {
    progress.end();
  }
};

/** Returns the reporter of the form that was asked for: on a terminal a line, else nothing. */
export const progressOf = ({ progress }: { readonly progress?: ProgressForm }): BackupProgressReporter =>
  new BackupProgressReporter(progress ?? (process.stderr.isTTY ? 'bar' : 'none'), (text) =>
    process.stderr.write(text),
  );

/** Returns the files of an embedded ledger, with the signing key wherever it is kept. */
export const ledgerFiles = (dataDirectory: string, signingKeyFile: string | undefined): LedgerFiles => {
  const files = dataFiles(dataDirectory);
  return { ...files, directory: dataDirectory, signingKey: signingKeyFile ?? files.signingKey };
};

/** Opens the log of a cluster for the work. */
export const overCluster = async <Result>(
  url: string,
  work: (store: EventStore) => Promise<Result>,
): Promise<Result> => {
  const store = await connectEventStoreDb(url);
  try {
    return await work(store);
  } catch (error) {
    throw error instanceof StoreUnavailableError
      ? new CommandFailure('The event store cannot be reached. Run the command again once it can.', {
          cause: error,
        })
      : error;
  } finally {
    await store.close();
  }
};

const checked = async (directory: string, progress: BackupProgressReporter): Promise<OpenedBackup> => {
  const found = await OpenedBackup.read(directory);
  await checkBackup(found, {
    streamPrefixes: provenStreamPrefixes,
    clock: new SystemClock(),
    onProgress: progress.tell,
  });
  return found;
};

const backedUp = async (
  to: string,
  { full, verifyAll, withoutKeys, trust }: BackupOptions,
  progress: BackupProgressReporter,
): Promise<BackupResult> => {
  const { dataDirectory, signingKeyFile, eventStoreUrl } = readLogSource();
  const order = {
    to,
    withKeys: withoutKeys !== true,
    product: await codeVersion(),
    streamPrefixes: provenStreamPrefixes,
    clock: new SystemClock(),
    onProgress: progress.tell,
  };
  if (eventStoreUrl !== undefined)
    return overCluster(eventStoreUrl, (store) =>
      backUpCluster({ ...order, store, signingKey: signingKeyFile, trust: trust ?? [] }),
    );
  if (trust !== undefined) throw new UsageError('--trust is for a cluster: set EVENT_STORE_URL.');
  return backUp({
    ...order,
    files: ledgerFiles(dataDirectory, signingKeyFile),
    openStore: () => openEventStore({ dataDirectory }),
    isFull: full === true,
    verifyAll: verifyAll === true,
  });
};
