import { ReadStoreUnavailableError, ReplayInProgressError } from '#libs/read-store';
import { runInThread } from '../threads/inside-thread.js';
import { messageOf, ReplayRunsHere } from './replay-runs.js';
import type { ReplayNews, ReplayThreadOrder } from './replay-thread.js';

const failureOf = (error: unknown): ReplayNews => {
  if (error instanceof ReplayInProgressError) return { kind: 'refused' };
  if (error instanceof ReadStoreUnavailableError) return { kind: 'unavailable', reason: error.message };
  return { kind: 'failed', reason: messageOf(error) };
};

await runInThread<ReplayThreadOrder, ReplayNews>(
  async ({ order, store, readStore, stopping, tell, untilReleased }) => {
    try {
      const { result } = await new ReplayRunsHere(store, readStore).begin({
        isSwapWanted: order.isSwapWanted,
        signal: stopping,
        mayRun: untilReleased(),
        onProgress: (progress) => {
          tell({ kind: 'progress', progress });
        },
        onEnding: (ending) => {
          tell({
            kind: 'ending',
            ending: 'result' in ending ? ending : { ...ending, error: messageOf(ending.error) },
          });
          return untilReleased();
        },
      });
      tell({ kind: 'begun' });
      tell({ kind: 'done', result: await result });
    } catch (error) {
      tell(failureOf(error));
    }
  },
);
