import type { Dialect } from 'kysely';
import type { ReplayGround } from './replay/replay-place.js';
import type { WriterLock } from './writer-lock.js';

/** What a read store stands on: one way for queries, and one for the projections, whose turn it must be. */
export interface Foundation {
  readonly reading: Dialect;
  readonly writing: Dialect;
  readonly writerLock: WriterLock;
  readonly replays: ReplayGround;
}
