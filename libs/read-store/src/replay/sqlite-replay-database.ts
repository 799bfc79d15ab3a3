import { type DatabaseOptions, type DatabaseSync, openDatabase } from '#libs/sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { limits } from '../limits.js';
import { sqliteDialect } from '../sqlite-dialect.js';
import type { WriteTurns } from '../write-turns.js';
import {
  type ReplayDatabase,
  ReplayInProgressError,
  type ReplaySession,
  SHADOW_PREFIX,
} from './replay-session.js';

/** SQLITE_BUSY (sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;

/** Returns the port for replays in a SQLite file. The shadow tables are in the same file. */
export const sqliteReplayDatabase = (
  path: string,
  durability: DatabaseOptions,
  turns: WriteTurns,
): ReplayDatabase => ({
  enter: async () => {
    const opened: DatabaseSync[] = [];
    const lock = await lockFile(`${path}.replay-lock`, limits.replayLockMs);
    const release = (): Promise<void> => {
      for (const database of opened) if (database.isOpen) database.close();
      unlock(lock);
      return Promise.resolve();
    };
    try {
      const writing = await openDatabase(path, durability);
      opened.push(writing);
      const snapshot = await openDatabase(path, durability);
      opened.push(snapshot);
      return {
        writing: sqliteDialect(writing, undefined, turns),
        snapshot: sqliteDialect(snapshot, 'begin'),
        empty,
        release,
      } satisfies ReplaySession;
    } catch (error) {
      await release();
      throw error;
    }
  },
  // Takes the lock for a moment, for which a replay that begins waits.
  isEntered: () =>
    lockFile(`${path}.replay-lock`, 0).then(
      (lock) => {
        unlock(lock);
        return false;
      },
      (error: unknown) => {
        if (error instanceof ReplayInProgressError) return true;
        throw error;
      },
    ),
  shadowTables: sql`select name from sqlite_master where type = 'table' and substr(name, 1, ${SHADOW_PREFIX.length}) = ${SHADOW_PREFIX}`,
});

/**
 * Locks a file that stays empty. The operating system releases the lock when its holder dies, however it
 * dies.
 *
 * @throws ReplayInProgressError when another replay holds the lock.
 */
const lockFile = async (path: string, waitMs: number): Promise<DatabaseSync> => {
  const lock = await openDatabase(path, { synchronous: 'NORMAL' });
  try {
    lock.exec(`PRAGMA busy_timeout = ${waitMs}`);
    lock.exec('BEGIN IMMEDIATE');
    return lock;
  } catch (error) {
    lock.close();
    throw (error as { errcode?: unknown }).errcode === SQLITE_BUSY ? new ReplayInProgressError() : error;
  }
};

const unlock = (lock: DatabaseSync): void => {
  // Closing is not enough: a driver that holds on to its statements holds on to the lock as well.
  lock.exec('ROLLBACK');
  lock.close();
};

/**
 * Deletes the rows a few at a time. SQLite drops a table by walking all of it, which would make the
 * projections wait until it is done.
 */
const empty = async (database: Kysely<never>, table: string, hurry: AbortSignal): Promise<void> => {
  const name = sql.table(table);
  while (!hurry.aborted) {
    const start = performance.now();
    const { numAffectedRows = 0n } =
      await sql`delete from ${name} where rowid in (select rowid from ${name} limit ${limits.emptiedRows})`.execute(
        database,
      );
    if (numAffectedRows === 0n) return;
    // Rests for as long as it kept the others waiting.
    await pause(Math.max(limits.replayRestMs, performance.now() - start));
  }
};
