import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';

export type { DatabaseSync, StatementSync } from 'node:sqlite';

/** SQLite before this could corrupt a WAL database that two connections write (sqlite.org/wal.html#walresetbug). */
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const;

/** The same fix, carried back to older lines: any later patch of these lines is safe too. */
const BACKPORTED_FIXES = [
  [3, 44, 6],
  [3, 50, 7],
] as const;

/** A second process holds the write lock for one group commit; this is a thousand times that. */
const BUSY_TIMEOUT_MS = 2_000;

/** SQLITE_BUSY (sqlite.org/rescode.html): another connection holds a lock that this one needs. */
const SQLITE_BUSY = 5;

const WAL_RETRY_MS = 20;
const MAX_WAL_RETRIES = BUSY_TIMEOUT_MS / WAL_RETRY_MS;

export interface DatabaseOptions {
  /**
   * `FULL` syncs the log at every commit, so that what was acknowledged survives a power cut. `NORMAL` may lose
   * the last commits, never their order: for what can be rebuilt.
   */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Pages of write-ahead log after which SQLite copies them into the database file. */
  readonly walCheckpointPages?: number;
}

const SYNCHRONOUS_LEVEL = { NORMAL: 1, FULL: 2 } as const;

/**
 * Opens a SQLite file in WAL mode and proves that the connection has the durability that was asked for: the
 * setting belongs to each connection, and a driver's own default may silently be weaker.
 *
 * @throws Error when SQLite is too old, or the connection did not take the settings.
 */
export const openDatabase = async (path: string, options: DatabaseOptions): Promise<DatabaseSync> => {
  const { DatabaseSync } = await loadDriver();
  const database = new DatabaseSync(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    database.exec('PRAGMA page_size = 8192');
    await enterWalMode(database);
    database.exec(`PRAGMA synchronous = ${options.synchronous}`);
    if (options.walCheckpointPages !== undefined)
      database.exec(`PRAGMA wal_autocheckpoint = ${options.walCheckpointPages}`);
    database.exec('PRAGMA foreign_keys = ON');
    assertDurable(database, options);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/** SQLite does not wait for a writer here, because that could deadlock: two processes that start on a new file meet. */
const enterWalMode = async (database: DatabaseSync): Promise<void> => {
  for (let retries = 0; ; retries += 1) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (retries === MAX_WAL_RETRIES || (error as { errcode?: unknown }).errcode !== SQLITE_BUSY)
        throw error;
    }
    await pause(WAL_RETRY_MS);
  }
};

/** @throws Error naming the first setting of this connection that is weaker than asked for. */
export const assertDurable = (database: DatabaseSync, { synchronous }: DatabaseOptions): void => {
  const version = String(pragma(database, 'SELECT sqlite_version()'));
  if (!isSafeVersion(version))
    throw new Error(`SQLite ${version} can lose committed writes; 3.51.3 is needed.`);
  const journal = pragma(database, 'PRAGMA journal_mode');
  if (journal !== 'wal') throw new Error(`The database is in journal mode ${String(journal)}, not WAL.`);
  const level = Number(pragma(database, 'PRAGMA synchronous'));
  if (level < SYNCHRONOUS_LEVEL[synchronous])
    throw new Error(`The connection has synchronous level ${level}; ${synchronous} was asked for.`);
};

const pragma = (database: DatabaseSync, sql: string): unknown => {
  const row = database.prepare(sql).get();
  return row === undefined ? undefined : Object.values(row)[0];
};

const isSafeVersion = (version: string): boolean => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const [safeMajor, safeMinor, safePatch] = OLDEST_SAFE_SQLITE;
  if (BACKPORTED_FIXES.some(([a, b, c]) => major === a && minor === b && patch >= c)) return true;
  if (major !== safeMajor) return major > safeMajor;
  return minor > safeMinor || (minor === safeMinor && patch >= safePatch);
};

/**
 * The `node:sqlite` API: Node's own where its SQLite is safe (Node 22.13 and later have it), else the package
 * with the same API, which brings its own SQLite.
 */
const loadDriver = async (): Promise<Pick<typeof import('node:sqlite'), 'DatabaseSync'>> => {
  const builtIn = process.versions['sqlite'];
  if (builtIn !== undefined && isSafeVersion(builtIn)) return import('node:sqlite');
  return import('@photostructure/sqlite') as unknown as Promise<
    Pick<typeof import('node:sqlite'), 'DatabaseSync'>
  >;
};
