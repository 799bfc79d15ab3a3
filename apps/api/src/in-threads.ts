import type { WorkBesideRequests } from './ledger.js';
import { projectionsOf } from './projections/projections-of.js';
import { ReplayThreads } from './replays/replay-thread.js';
import type { ThreadStores } from './threads/inside-thread.js';

/** Returns the work beside the requests, to be done on threads of their own (decision 0006). */
export const inThreads = (stores: ThreadStores): WorkBesideRequests => ({
  startProjections: projectionsOf(stores),
  replayRunsOver: () => new ReplayThreads(stores),
});
