import type { DatabaseSync } from '#libs/sqlite';
import { SqliteDialect, type SqliteDialectConfig, type SqliteStatement } from 'kysely';
import { LRUCache } from 'lru-cache';
import { limits } from './limits.js';
import { storable } from './storable.js';
import { InTurnSqliteDialect, type WriteTurns } from './write-turns.js';

/**
 * Takes the write lock before the first read, waiting for it. Kysely's plain `begin` takes it at the first
 * write; if another process has written since the first read, SQLite then fails at once and never waits.
 */
const BEGIN = 'begin immediate';

/**
 * Returns a Kysely dialect over the `node:sqlite` API. A connection that only reads should pass `begin`,
 * which locks nobody out. One of several connections of a thread that write the same file is given their turns.
 */
export const sqliteDialect = (
  database: DatabaseSync,
  begin: 'begin' | 'begin immediate' = BEGIN,
  turns?: WriteTurns,
): SqliteDialect => {
  const prepared = new LRUCache<string, SqliteStatement>({ max: limits.maxPreparedStatements });
  const config: SqliteDialectConfig = {
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
  };
  return turns === undefined ? new SqliteDialect(config) : new InTurnSqliteDialect(config, turns);
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
