import { rowSubjects } from '#libs/deployment';
import { CurrentRows, ReadStoreUnavailableError, Replay, ReplayInProgressError } from '#libs/read-store';
import { runInThread } from '../threads/inside-thread.js';
import { messageOf } from './replay-runs.js';
import type { ReplayNews, ReplayThreadOrder } from './replay-thread.js';

const failureOf = (error: unknown): ReplayNews => {
  if (error instanceof ReplayInProgressError) return { kind: 'refused' };
  if (error instanceof ReadStoreUnavailableError) return { kind: 'unavailable', reason: error.message };
  return { kind: 'failed', reason: messageOf(error) };
};

await runInThread<ReplayThreadOrder, ReplayNews>(
  async ({ order, store, readStore, stopping, tell, untilReleased }) => {
    try {
      const replay = await Replay.begin(store, readStore);
      tell({ kind: 'begun' });
      await untilReleased();
      // Rows at rest then have what the log has, the start of this replay included.
      await new CurrentRows(store, readStore).showLog().catch(() => false);
      const result = await replay.run({
        isSwapWanted: order.isSwapWanted,
        subjects: rowSubjects,
        signal: stopping,
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
      tell({ kind: 'done', result });
    } catch (error) {
      tell(failureOf(error));
    }
  },
);
