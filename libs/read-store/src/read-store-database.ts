import type { Dialect } from 'kysely';
import type { ReplayDatabase } from './replay/replay-session.js';
import type { WriterLock } from './writer-lock.js';

/** The database under a read store, with connections for queries and one for the projections. */
export interface ReadStoreDatabase {
  readonly reading: Dialect;
  readonly writing: Dialect;
  readonly writerLock: WriterLock;
  readonly replays: ReplayDatabase;
}
