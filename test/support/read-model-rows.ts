import { readModels } from '#libs/deployment';
import type { RecordedEvent } from '#libs/event-store';
import { type ReadModel, ReadStore } from '#libs/read-store';
import { openDatabase } from '#libs/sqlite';
import { Client } from 'pg';
import { temporaryDirectory } from './temporary-directory.js';

type Row = Record<string, unknown>;

/** Every column of every row, in an order that does not depend on how the rows were made. */
export interface ReadModelRows {
  readonly checkpoints: readonly Row[];
  readonly disputes: readonly Row[];
  readonly timeline: readonly Row[];
  readonly versions: readonly Row[];
  readonly counts: readonly Row[];
  readonly resolutions: readonly Row[];
  readonly activity: readonly Row[];
  readonly owners: readonly Row[];
  readonly held: readonly Row[];
}

/** The place of rows: the path of a file, or the URL of a PostgreSQL database. */
type Location = string;

const isUrl = (location: Location): boolean => location.startsWith('postgres://');

/** Opens the rows at the location as their writer. */
export const openReadStore = async (
  location: Location,
  models: readonly ReadModel[] = readModels,
): Promise<ReadStore> => {
  if (!isUrl(location)) return ReadStore.open(location, models);
  const store = await ReadStore.connect(location, models);
  await store.becomeWriter(new AbortController().signal);
  return store;
};

/** Reads what is committed to the tables, on a connection of its own, without the read store. */
export const readRows = (location: Location): Promise<ReadModelRows> =>
  isUrl(location) ? rowsInPostgres(location) : rowsInFile(location);

/** Each table with the columns that order its rows. `test/architecture` checks that no table is missing. */
const ORDER_OF = {
  checkpoints: ['checkpoints', 'model'],
  disputes: ['disputes', 'tenant, dispute_id'],
  timeline: ['dispute_timeline', 'tenant, dispute_id, position'],
  versions: ['dispute_versions', 'opened_position, from_position'],
  counts: ['dispute_counts', 'axis, level, bucket, tenant, scheme, status, stage, has_warning'],
  resolutions: ['dispute_resolutions', 'resolved_position, from_position'],
  activity: ['activity', 'position'],
  owners: ['activity_owners', 'stream'],
  held: ['held_streams', 'stream'],
} as const satisfies Record<keyof ReadModelRows, readonly [table: string, order: string]>;

/** The tables that are compared. */
export const comparedTables: readonly string[] = Object.values(ORDER_OF).map(([table]) => table);

const rowsBy = async (all: (sql: string) => Row[] | Promise<Row[]>): Promise<ReadModelRows> => {
  const rows: Record<string, readonly Row[]> = {};
  for (const [name, [table, order]] of Object.entries(ORDER_OF))
    rows[name] = await all(`SELECT * FROM ${table} ORDER BY ${order}`);
  return rows as Record<keyof ReadModelRows, readonly Row[]>;
};

const rowsInFile = async (path: string): Promise<ReadModelRows> => {
  const database = await openDatabase(path, { synchronous: 'NORMAL' });
  try {
    // One snapshot for all tables: a process may be writing.
    database.exec('BEGIN');
    return await rowsBy((sql) =>
      database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row })),
    );
  } finally {
    database.close();
  }
};

/** Resolves with the tables that the read models create in an empty database, without the checkpoints. */
export const tablesOf = async (models: readonly ReadModel[]): Promise<readonly string[]> => {
  const directory = await temporaryDirectory();
  const path = `${directory.path}/tables.sqlite`;
  await (await ReadStore.open(path, models)).close();
  const database = await openDatabase(path, { synchronous: 'NORMAL' });
  try {
    return database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'checkpoints'")
      .all()
      .map(({ name }) => String(name));
  } finally {
    database.close();
    await directory.remove();
  }
};

/** The type in PostgreSQL's catalogue (pg_type.dat). */
const BIGINT = 20;

const rowsInPostgres = async (url: string): Promise<ReadModelRows> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read');
    return await rowsBy(async (sql) => {
      const { rows, fields } = await client.query<Row>(sql);
      const bigints = fields.filter(({ dataTypeID }) => dataTypeID === BIGINT);
      return rows.map((row) => ({
        ...row,
        ...Object.fromEntries(bigints.map(({ name }) => [name, Number(row[name])])),
      }));
    });
  } finally {
    await client.end();
  }
};

/** Builds the rows of the events in a new file, `batchSize` events at a time. */
export const rebuiltRows = async (
  events: readonly RecordedEvent[],
  batchSize: number = Math.max(events.length, 1),
): Promise<ReadModelRows> => {
  const directory = await temporaryDirectory();
  const path = `${directory.path}/rebuilt.sqlite`;
  const store = await ReadStore.open(path, readModels);
  try {
    for (let start = 0; start < events.length; start += batchSize) {
      const batch = events.slice(start, start + batchSize);
      await store.apply(batch, batch.at(-1)?.position ?? 0n);
    }
    return await readRows(path);
  } finally {
    await store.close();
    await directory.remove();
  }
};
