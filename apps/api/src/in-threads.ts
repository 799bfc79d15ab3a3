import type { WorkBesideRequests } from './ledger.js';
import { projectionsOf } from './projections/projections-of.js';
import { ReplayThreads } from './replays/replay-thread.js';
import type { ThreadStores } from './threads/inside-thread.js';

/** What a process does beside its requests, on threads of its own. */
export const inThreads = (stores: ThreadStores): WorkBesideRequests => ({
  startProjections: projectionsOf(stores),
  replayRunsOver: () => new ReplayThreads(stores),
});
