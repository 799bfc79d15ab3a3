import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';

export type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Older versions can corrupt a WAL database that two connections write (sqlite.org/wal.html#walresetbug). */
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const;

/** The same fix in older release lines. Later patch releases of these lines have it too. */
const BACKPORTED_FIXES = [
  [3, 44, 6],
  [3, 50, 7],
] as const;

/** Another process holds the write lock for as long as one group commit; this is a thousand times that. */
const BUSY_TIMEOUT_MS = 2_000;

/** How long to wait for a connection that is about to close, such as that of another command. */
const ALONE_TIMEOUT_MS = 500;

/** SQLITE_BUSY (sqlite.org/rescode.html): another connection holds a lock that this one needs. */
const SQLITE_BUSY = 5;

const WAL_RETRY_MS = 20;
const MAX_WAL_RETRIES = BUSY_TIMEOUT_MS / WAL_RETRY_MS;

export interface DatabaseOptions {
  /**
   * `FULL` syncs the write-ahead log at every commit, so that acknowledged commits survive a power cut.
   * `NORMAL` may lose the last commits, but keeps their order: for data that can be rebuilt.
   */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Pages of write-ahead log after which SQLite copies them into the database file. */
  readonly walCheckpointPages?: number;
}

const SYNCHRONOUS_LEVEL = { NORMAL: 1, FULL: 2 } as const;

/**
 * Opens a SQLite file in WAL mode, creating it if necessary, and checks that the connection is as durable as
 * requested. The setting belongs to each connection, and a driver's default may be weaker (decision 0001).
 *
 * @throws Error when the file cannot be opened, SQLite is too old, or the settings did not take effect.
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

/** Opens an empty database in memory, for rows that are thrown away. */
export const openMemoryDatabase = async (): Promise<DatabaseSync> => {
  const { DatabaseSync } = await loadDriver();
  return new DatabaseSync(':memory:');
};

/**
 * Opens a SQLite file as `openDatabase` does, and keeps every other connection out until it is closed.
 *
 * @throws DatabaseInUseError when another connection is open, however quiet, in this process or another.
 */
export const openDatabaseAlone = async (path: string, options: DatabaseOptions): Promise<DatabaseSync> => {
  const { DatabaseSync } = await loadDriver();
  const database = new DatabaseSync(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${ALONE_TIMEOUT_MS}`);
    database.exec('PRAGMA page_size = 8192');
    // Before the first access to a WAL file this takes the whole file, which an open connection shares.
    database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`PRAGMA synchronous = ${options.synchronous}`);
    database.exec('PRAGMA foreign_keys = ON');
    database.exec('BEGIN IMMEDIATE; COMMIT');
    assertDurable(database, options);
    return database;
  } catch (error) {
    database.close();
    throw isBusy(error) ? new DatabaseInUseError(path, { cause: error }) : error;
  }
};

/** Opens a SQLite file that exists, for reading only. The file must not be one in WAL mode. */
export const openForReading = async (path: string): Promise<DatabaseSync> => {
  const { DatabaseSync } = await loadDriver();
  return new DatabaseSync(path, { readOnly: true });
};

/**
 * Creates a SQLite file without journal or syncs, for content that is worthless until it is complete. Close
 * it and sync the file before anything relies on it.
 */
export const createUnsynced = async (path: string): Promise<DatabaseSync> => {
  const { DatabaseSync } = await loadDriver();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
  return database;
};

/** The error for a file that another connection has open. */
export class DatabaseInUseError extends Error {
  constructor(path: string, options?: ErrorOptions) {
    super(`${path} is in use.`, options);
  }
}

const isBusy = (error: unknown): boolean => (error as { errcode?: unknown }).errcode === SQLITE_BUSY;

/** Retries while busy: SQLite does not wait here, as that could deadlock if two processes open a new file. */
const enterWalMode = async (database: DatabaseSync): Promise<void> => {
  for (let retries = 0; ; retries += 1) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (retries === MAX_WAL_RETRIES || !isBusy(error)) throw error;
    }
    await pause(WAL_RETRY_MS);
  }
};

/**
 * Checks that an open connection is as durable as requested.
 *
 * @throws Error when SQLite is too old, or naming the first setting that is weaker than requested.
 */
export const assertDurable = (database: DatabaseSync, { synchronous }: DatabaseOptions): void => {
  const version = String(pragma(database, 'SELECT sqlite_version()'));
  if (!isSafeVersion(version))
    throw new Error(`SQLite ${version} can lose committed writes; 3.51.3 or newer is required.`);
  const journal = pragma(database, 'PRAGMA journal_mode');
  if (journal !== 'wal') throw new Error(`The database is in journal mode ${String(journal)}, not WAL.`);
  const level = Number(pragma(database, 'PRAGMA synchronous'));
  if (level < SYNCHRONOUS_LEVEL[synchronous])
    throw new Error(`The connection has synchronous level ${level}; ${synchronous} is required.`);
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
 * Returns the `node:sqlite` API: Node's own where it exists (Node 22.13 and later) and its SQLite is safe,
 * otherwise a package with the same API that brings its own SQLite.
 */
const loadDriver = async (): Promise<Pick<typeof import('node:sqlite'), 'DatabaseSync'>> => {
  const builtIn = process.versions['sqlite'];
  if (builtIn !== undefined && isSafeVersion(builtIn)) return import('node:sqlite');
  return import('@photostructure/sqlite') as unknown as Promise<
    Pick<typeof import('node:sqlite'), 'DatabaseSync'>
  >;
};
