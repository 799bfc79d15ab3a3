import type { PostgresPoolClient } from 'kysely';
import { type ClientConfig, DatabaseError, types } from 'pg';
import { limits } from '../limits.js';
import { ReadStoreUnavailableError } from '../read-store-unavailable-error.js';
import { storable } from '../storable.js';

/** How every connection is made. Statements have a bound on both sides, as either may be gone. */
export const connectionTo = (url: string, applicationName: string): ClientConfig => ({
  connectionString: url,
  application_name: applicationName,
  connectionTimeoutMillis: limits.connectMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: limits.keepAliveMs,
  types: { getTypeParser },
});

/** What is needed of a connection of `pg`, pooled or not. */
interface Queryable {
  query(sql: string, parameters: unknown[]): Promise<unknown>;
}

/**
 * A connection as Kysely takes it. An outage is told apart from a mistake in a statement, and text is made
 * what PostgreSQL can hold.
 */
export const guarded = (
  client: Queryable,
  release: (outage: Error | undefined) => void,
): PostgresPoolClient => {
  let outage: Error | undefined;
  const query = async (sql: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(sql, parameters.map(storable));
    } catch (error) {
      if (!isOutage(error)) throw error;
      outage = unavailable(error);
      throw outage;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: () => {
      release(outage);
    },
  };
};

export const unavailable = (cause: unknown): ReadStoreUnavailableError =>
  new ReadStoreUnavailableError('The read store cannot be reached, or is not built yet.', { cause });

/**
 * Classes of PostgreSQL's own errors (appendix A of its manual) that are no mistake of ours: connection, resources,
 * operator, system; and tables that the projector has not made yet, or has in another version.
 */
const OUTAGE = /^(08|53|57|58)|^(42P01|42703|25P03|25P04)$/;

/** What has no code of PostgreSQL never reached it, or got no answer. */
const isOutage = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || OUTAGE.test(error.code ?? '');

/** A 64-bit integer, which `pg` gives as text, is a number here as it is on SQLite. */
const exactInteger = (text: string): number => {
  const integer = Number(text);
  if (Number.isSafeInteger(integer)) return integer;
  throw new RangeError('The read store has an integer beyond 2^53.');
};

/** The type `bigint` in PostgreSQL's catalogue (pg_type.dat). */
const BIGINT = 20;

const parserOf = types.getTypeParser as (id: number, format?: string) => (text: string) => unknown;

const getTypeParser = ((id: number, format?: string) =>
  id === BIGINT ? exactInteger : parserOf(id, format)) as typeof types.getTypeParser;
