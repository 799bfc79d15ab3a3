import type { PostgresPool } from 'kysely';
import { Pool } from 'pg';
import { limits } from '../limits.js';
import { connectionTo, guarded, unavailable } from './postgres-client.js';

/** Connections for queries. A database that is down costs a query its answer, and never the process. */
export const readingPool = (url: string): PostgresPool => {
  const pool = new Pool({
    ...connectionTo(url, 'dispute-ledger queries'),
    max: limits.maxReadingConnections,
    idleTimeoutMillis: limits.idleConnectionMs,
    statement_timeout: limits.statementMs,
    query_timeout: limits.statementMs + limits.connectMs,
  });
  // What only reads cannot write where another process has the turn.
  pool.on('connect', (client) => {
    client.query('set session characteristics as transaction read only').catch(() => undefined);
  });
  // A connection that breaks while nobody uses it is left out of the pool, and the next query makes another.
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
