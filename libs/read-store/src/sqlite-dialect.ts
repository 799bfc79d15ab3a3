import type { DatabaseSync } from '#libs/sqlite';
import { SqliteDialect, type SqliteStatement } from 'kysely';
import { LRUCache } from 'lru-cache';
import { limits } from './limits.js';
import { storable } from './storable.js';

/**
 * Kysely's plain `begin` becomes a writer at its first write. Where another process has written since the first read,
 * SQLite then refuses at once and never waits; this waits for its turn before it reads.
 */
const BEGIN = 'begin immediate';

/**
 * Kysely over the `node:sqlite` API, whose statements are the same thing under other names. A connection that only reads
 * begins with a plain `begin`, which keeps nobody out.
 */
export const sqliteDialect = (
  database: DatabaseSync,
  begin: 'begin' | 'begin immediate' = BEGIN,
): SqliteDialect => {
  const prepared = new LRUCache<string, SqliteStatement>({ max: limits.maxPreparedStatements });
  return new SqliteDialect({
    database: {
      close: () => {
        prepared.clear();
        database.close();
      },
      prepare: (sql) => {
        const statement = prepared.get(sql) ?? prepare(database, sql === 'begin' ? begin : sql);
        prepared.set(sql, statement);
        return statement;
      },
    },
  });
};

const prepare = (database: DatabaseSync, sql: string): SqliteStatement => {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...storables(parameters)),
    run: (parameters) => statement.run(...storables(parameters)),
    iterate: (parameters) => statement.iterate(...storables(parameters)) as IterableIterator<unknown>,
  };
};

const storables = (parameters: readonly unknown[]): Parameter[] => parameters.map(storable) as Parameter[];

type Parameter = null | number | bigint | string | Uint8Array;
