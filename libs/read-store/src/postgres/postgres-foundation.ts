import type { Foundation } from '../foundation.js';
import { postgresReplayGround } from '../replay/postgres-replay-ground.js';
import { BytewisePostgresDialect } from './postgres-dialect.js';
import { readingPool } from './reading-pool.js';
import { WritingSession } from './writing-session.js';

/** Nothing is asked of the database yet. */
export const postgresFoundation = (url: string): Foundation => {
  const session = new WritingSession(url);
  return {
    reading: new BytewisePostgresDialect(readingPool(url)),
    writing: new BytewisePostgresDialect(session),
    writerLock: session,
    replays: postgresReplayGround(url),
  };
};
