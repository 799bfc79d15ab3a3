import { type DatabaseSync, isDamage, isDiskOutage } from '#libs/sqlite';
import { SqliteDialect, type SqliteDialectConfig, type SqliteStatement } from 'kysely';
import { LRUCache } from 'lru-cache';
import { limits } from './limits.js';
import { DamagedRowsError, ReadStoreUnavailableError } from './read-store-unavailable-error.js';
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
  const statement = reading(() => database.prepare(sql));
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => reading(() => statement.all(...storables(parameters))),
    run: (parameters) => reading(() => statement.run(...storables(parameters))),
    iterate: (parameters) => steps(statement.iterate(...storables(parameters))),
  };
};

/**
 * Returns what the statement does.
 *
 * @throws DamagedRowsError when SQLite finds the file damaged.
 * @throws ReadStoreUnavailableError when the disk cannot be read or written.
 */
const reading = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (isDamage(error)) throw new DamagedRowsError(message, { cause: error });
    if (isDiskOutage(error)) throw new ReadStoreUnavailableError(message, { cause: error });
    throw error;
  }
};

function* steps(rows: Iterator<unknown>): IterableIterator<unknown> {
  for (let step = reading(() => rows.next()); step.done !== true; step = reading(() => rows.next()))
    yield step.value;
}

const storables = (parameters: readonly unknown[]): Parameter[] => parameters.map(storable) as Parameter[];

type Parameter = null | number | bigint | string | Uint8Array;
