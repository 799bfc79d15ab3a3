import { type PostgresPool, sql } from 'kysely';
import { Client } from 'pg';
import { limits } from '../limits.js';
import { connectionTo, guarded, unavailable } from '../postgres/postgres-client.js';
import { BytewisePostgresDialect } from '../postgres/postgres-dialect.js';
import {
  type ReplayDatabase,
  ReplayInProgressError,
  type ReplaySession,
  SHADOW_PREFIX,
} from './replay-session.js';

/** One lock per schema, so that two ledgers may share a database. It ends with its session. */
const LOCK = `hashtextextended('dispute-ledger replay ' || current_schema(), 0)`;
const TRY_LOCK = `select pg_try_advisory_lock(${LOCK}) as held`;
/** Asks for the lock without taking it. The catalogue has its two halves as unsigned numbers. */
const IS_LOCKED = sql<{
  readonly held: boolean;
}>`select exists (select from pg_locks where locktype = 'advisory' and objsubid = 1 and granted
  and database = (select oid from pg_database where datname = current_database())
  and (classid::bigint << 32 | objid::bigint) = ${sql.raw(LOCK)}) as held`;

/** Returns the port for replays in a PostgreSQL schema. The shadow tables are in the same schema. */
export const postgresReplayDatabase = (url: string): ReplayDatabase => ({
  enter: async () => {
    const writing = await connected(url);
    try {
      const { rows } = await writing.query<{ held: boolean }>(TRY_LOCK);
      if (rows[0]?.held !== true) throw new ReplayInProgressError();
      const snapshot = await connected(url);
      return {
        writing: new BytewisePostgresDialect(poolOf(writing)),
        snapshot: new BytewisePostgresDialect(poolOf(snapshot)),
        // PostgreSQL drops a table of any size at once.
        empty: () => Promise.resolve(),
        release: async () => {
          await snapshot.end();
          await writing.end();
        },
      } satisfies ReplaySession;
    } catch (error) {
      await writing.end();
      throw error;
    }
  },
  isEntered: async (reading) => (await IS_LOCKED.execute(reading)).rows[0]?.held === true,
  shadowTables: sql`select tablename as name from pg_tables where schemaname = current_schema() and starts_with(tablename::text, ${SHADOW_PREFIX})`,
});

const connected = async (url: string): Promise<Client> => {
  const client = new Client({
    ...connectionTo(url, 'dispute-ledger replay'),
    query_timeout: limits.writingStatementMs,
  });
  // Without a listener the error would end the process. The running statement reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw unavailable(error);
  }
};

/** Wraps one session as a pool for Kysely. Ending the pool leaves it open: `release` ends it. */
const poolOf = (client: Client): PostgresPool => ({
  connect: () => Promise.resolve(guarded(client, () => undefined)),
  end: () => Promise.resolve(),
});
