import { EventEmitter, once } from 'node:events';
import { type OpenDatabases, databasesIn } from '#libs/deployment';
import { assertNever } from '#libs/kernel';
import {
  ReadStoreUnavailableError,
  type ReplayEnding,
  ReplayInProgressError,
  type ReplayProgress,
  type ReplayResult,
} from '#libs/read-store';
import type { ThreadStores } from '../threads/inside-thread.js';
import { WorkerThread } from '../threads/worker-thread.js';
import { type BegunReplay, messageOf, type ReplayOrder, ReplayRuns } from './replay-runs.js';

export interface ReplayThreadOrder extends ThreadStores {
  readonly isSwapWanted: boolean;
}

/** How a replay ended. Errors lose their class between threads, so their kind is sent. */
type ReplayOutcome =
  | { readonly kind: 'done'; readonly result: ReplayResult }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** A message of the replay thread. */
export type ReplayNews =
  | { readonly kind: 'begun' }
  | { readonly kind: 'progress'; readonly progress: ReplayProgress }
  | { readonly kind: 'ending'; readonly ending: ReplayEnding }
  | ReplayOutcome;

/** Runs each replay on a thread of its own, so that no request waits for it. */
export class ReplayThreads extends ReplayRuns {
  /** The files when the process opened them, whatever is in their place when a replay begins. */
  private readonly open: Promise<OpenDatabases | undefined>;

  constructor(private readonly stores: ThreadStores) {
    super();
    const { storeUrls, dataDirectory } = stores;
    this.open = storeUrls === undefined ? databasesIn(dataDirectory) : Promise.resolve(undefined);
  }

  override async begin({ mayRun, ...asked }: ReplayOrder): Promise<BegunReplay> {
    const { isSwapWanted, signal, onProgress, onEnding } = asked;
    const { dataDirectory, storeUrls } = this.stores;
    const order: ReplayThreadOrder = { dataDirectory, storeUrls, open: await this.open, isSwapWanted };
    let outcome: ReplayOutcome = { kind: 'failed', reason: 'The replay thread ended without a result.' };
    const begun = new EventEmitter();
    const hasBegun = once(begun, 'begun');
    const thread = new WorkerThread<ReplayNews>(SCRIPT, order, {
      onNews: (news) => {
        if (news.kind === 'progress') onProgress(news.progress);
        else if (news.kind === 'begun') begun.emit('begun');
        else if (news.kind === 'ending')
          void onEnding(news.ending).finally(() => {
            thread.release();
          });
        else outcome = news;
      },
      onError: (error) => {
        outcome = { kind: 'failed', reason: messageOf(error) };
      },
    });
    const stop = (): void => void thread.stop();
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    // Settles when the thread has closed its stores.
    const result = thread.ended.then(() => {
      signal.removeEventListener('abort', stop);
      return resultOf(outcome);
    });
    await Promise.race([hasBegun, result]);
    void mayRun.then(() => {
      thread.release();
    });
    return { result };
  }
}

const SCRIPT = new URL('./replay-thread.worker.js', import.meta.url);

const resultOf = (outcome: ReplayOutcome): ReplayResult => {
  switch (outcome.kind) {
    case 'done':
      return outcome.result;
    case 'refused':
      throw new ReplayInProgressError();
    case 'unavailable':
      throw new ReadStoreUnavailableError(outcome.reason);
    case 'failed':
      throw new Error(outcome.reason);
    default:
      return assertNever(outcome);
  }
};
