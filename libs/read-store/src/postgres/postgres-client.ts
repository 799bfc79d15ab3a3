import type { PostgresPoolClient } from 'kysely';
import { type ClientConfig, DatabaseError, types } from 'pg';
import { limits } from '../limits.js';
import { ReadStoreUnavailableError } from '../read-store-unavailable-error.js';
import { storable } from '../storable.js';

/**
 * Returns the settings that all connections have in common. A statement needs a time limit on both sides,
 * since either may disappear: each connection adds its own.
 */
export const connectionTo = (url: string, applicationName: string): ClientConfig => ({
  connectionString: url,
  application_name: applicationName,
  connectionTimeoutMillis: limits.connectMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: limits.keepAliveMs,
  types: { getTypeParser },
});

/** The part of a `pg` connection, pooled or not, that is needed here. */
interface Queryable {
  query(sql: string, parameters: unknown[]): Promise<unknown>;
}

/**
 * Wraps a connection for Kysely. An outage rejects with ReadStoreUnavailableError and is passed to `release`;
 * a mistake in a statement rejects with the error of `pg`. Text becomes what PostgreSQL can hold.
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
  new ReadStoreUnavailableError('The read store cannot be reached, or its tables are not created yet.', {
    cause,
  });

/**
 * PostgreSQL error codes (appendix A of its manual) that are not mistakes of ours: the classes for
 * connection, resources, operator and system; a table or column that the projector has not created yet, or
 * has in another version; and a session that was ended for being idle or too slow.
 */
const OUTAGE = /^(08|53|57|58)|^(42P01|42703|25P03|25P04)$/;

/** Returns whether the error is an outage: one of these codes, or no answer from the server at all. */
const isOutage = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || OUTAGE.test(error.code ?? '');

/**
 * Parses a 64-bit integer, which `pg` delivers as text, to a number, as SQLite returns it.
 *
 * @throws RangeError beyond 2^53.
 */
const exactInteger = (text: string): number => {
  const integer = Number(text);
  if (Number.isSafeInteger(integer)) return integer;
  throw new RangeError('The read store returned an integer beyond 2^53.');
};

/** The OID of the type `bigint` in PostgreSQL's catalogue (pg_type.dat). */
const BIGINT = 20;

const parserOf = types.getTypeParser as (id: number, format?: string) => (text: string) => unknown;

const getTypeParser = ((id: number, format?: string) =>
  id === BIGINT ? exactInteger : parserOf(id, format)) as typeof types.getTypeParser;
