import type { ReadStoreDatabase } from '../read-store-database.js';
import { postgresReplayDatabase } from '../replay/postgres-replay-database.js';
import { BytewisePostgresDialect } from './postgres-dialect.js';
import { readingPool } from './reading-pool.js';
import { WritingSession } from './writing-session.js';

/** Returns the database of a read store on PostgreSQL, without connecting to it yet. */
export const postgresDatabase = (url: string): ReadStoreDatabase => {
  const session = new WritingSession(url);
  return {
    reading: new BytewisePostgresDialect(readingPool(url)),
    writing: new BytewisePostgresDialect(session),
    writerLock: session,
    replays: postgresReplayDatabase(url),
  };
};
