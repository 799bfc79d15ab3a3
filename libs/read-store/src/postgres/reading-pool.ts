import type { PostgresPool } from 'kysely';
import { Pool } from 'pg';
import { limits } from '../limits.js';
import { connectionTo, guarded, unavailable } from './postgres-client.js';

/**
 * Opens a pool of read-only connections for queries. While the database is down, queries reject with
 * ReadStoreUnavailableError, and the process goes on.
 */
export const readingPool = (url: string): PostgresPool => {
  const pool = new Pool({
    ...connectionTo(url, 'dispute-ledger queries'),
    max: limits.maxReadingConnections,
    idleTimeoutMillis: limits.idleConnectionMs,
    statement_timeout: limits.statementMs,
    query_timeout: limits.statementMs + limits.connectMs,
  });
  // Queries must not write, as it may be the turn of another process.
  pool.on('connect', (client) => {
    // The pool listens to idle connections only, and an error without a listener would end the process. The running
    // query reports it.
    client.on('error', () => undefined);
    client.query('set session characteristics as transaction read only').catch(() => undefined);
  });
  // A connection that breaks while idle leaves the pool, and the next query opens another. Without a listener
  // its error would end the process.
  pool.on('error', () => undefined);
  return {
    connect: async () => {
      const client = await pool.connect().catch((error: unknown) => {
        throw unavailable(error);
      });
      return guarded(client, (outage) => {
        client.release(outage);
      });
    },
    end: () => pool.end(),
  };
};
