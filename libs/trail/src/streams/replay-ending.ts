import type { PastRebuild, ReplayEnding, ReplayResult } from '#libs/read-store';
import type { ReplayEnded } from '../domain/replay-event.js';

type Ended = ReplayEnded['data'];

/** Returns what is recorded of the end of a replay. The rows that differ are in its report only. */
export const endedReplay = (
  replayId: string,
  ending: ReplayEnding | { readonly rebuilt: PastRebuild },
): Ended => {
  if ('result' in ending) return { replayId, ...comparedIn(ending.result) };
  if ('rebuilt' in ending) return { replayId, ...rebuiltIn(ending.rebuilt) };
  const { error, isInterrupted } = ending;
  const failure = error instanceof Error ? error.message : String(error);
  return { replayId, outcome: isInterrupted ? 'interrupted' : 'failed', swapped: false, failure };
};

const comparedIn = (result: ReplayResult): Omit<Ended, 'replayId'> => {
  const { outcome, position, events, differenceCount, tables, swap } = result;
  return {
    outcome,
    swapped: swap !== null,
    position,
    events,
    differences: differenceCount,
    tables: tables.map(({ table, rows, digest, differences }) => ({
      table,
      live: { rows: rows.live, digest: digest.live },
      rebuilt: { rows: rows.rebuilt, digest: digest.rebuilt },
      differences,
    })),
  };
};

const rebuiltIn = ({ position, events, tables }: PastRebuild): Omit<Ended, 'replayId'> => ({
  outcome: 'rebuilt',
  swapped: false,
  position,
  events,
  tables: tables.map(({ table, rows, digest }) => ({ table, rebuilt: { rows, digest }, differences: 0 })),
});
