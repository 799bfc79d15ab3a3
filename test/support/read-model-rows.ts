import { readModels } from '#libs/deployment';
import type { RecordedEvent } from '#libs/event-store';
import { type ReadModel, ReadStore } from '#libs/read-store';
import { openDatabase } from '#libs/sqlite';
import { Client } from 'pg';
import { temporaryDirectory } from './temporary-directory.js';

type Row = Record<string, unknown>;

/** Every column of every row, in an order that does not depend on how they came to be. */
export interface ReadModelRows {
  readonly checkpoints: readonly Row[];
  readonly disputes: readonly Row[];
  readonly timeline: readonly Row[];
  readonly versions: readonly Row[];
  readonly counts: readonly Row[];
  readonly resolutions: readonly Row[];
  readonly activity: readonly Row[];
  readonly owners: readonly Row[];
}

/** Where rows are: the path of a file, or the URL of a PostgreSQL database. */
type Location = string;

const isUrl = (location: Location): boolean => location.startsWith('postgres://');

/** A read store over the rows there, whose turn it is to write. */
export const openReadStore = async (
  location: Location,
  models: readonly ReadModel[] = readModels,
): Promise<ReadStore> => {
  if (!isUrl(location)) return ReadStore.open(location, models);
  const store = await ReadStore.connect(location, models);
  await store.becomeWriter(AbortSignal.timeout(TURN_MS));
  return store;
};

const TURN_MS = 5_000;

/** Reads the tables past the read store, on a connection of its own: what is committed, and nothing else. */
export const readRows = (location: Location): Promise<ReadModelRows> =>
  isUrl(location) ? rowsInPostgres(location) : rowsInFile(location);

const SELECTS = {
  checkpoints: 'SELECT * FROM checkpoints ORDER BY model',
  disputes: 'SELECT * FROM disputes ORDER BY tenant, dispute_id',
  timeline: 'SELECT * FROM dispute_timeline ORDER BY tenant, dispute_id, revision',
  versions: 'SELECT * FROM dispute_versions ORDER BY opened_position, from_position',
  counts:
    'SELECT * FROM dispute_counts ORDER BY axis, level, bucket, tenant, scheme, status, stage, has_warning',
  resolutions: 'SELECT * FROM dispute_resolutions ORDER BY resolved_position, from_position',
  activity: 'SELECT * FROM activity ORDER BY position',
  owners: 'SELECT * FROM activity_owners ORDER BY stream',
} as const;

const rowsInFile = async (path: string): Promise<ReadModelRows> => {
  const database = await openDatabase(path, { synchronous: 'NORMAL' });
  try {
    // One snapshot for all of them: a process may be writing.
    database.exec('BEGIN');
    const all = (sql: string): Row[] =>
      database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row }));
    return {
      checkpoints: all(SELECTS.checkpoints),
      disputes: all(SELECTS.disputes),
      timeline: all(SELECTS.timeline),
      versions: all(SELECTS.versions),
      counts: all(SELECTS.counts),
      resolutions: all(SELECTS.resolutions),
      activity: all(SELECTS.activity),
      owners: all(SELECTS.owners),
    };
  } finally {
    database.close();
  }
};

/** The type in PostgreSQL's catalogue (pg_type.dat). */
const BIGINT = 20;

const rowsInPostgres = async (url: string): Promise<ReadModelRows> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read');
    const all = async (sql: string): Promise<Row[]> => {
      const { rows, fields } = await client.query<Row>(sql);
      const bigints = fields.filter(({ dataTypeID }) => dataTypeID === BIGINT);
      return rows.map((row) => ({
        ...row,
        ...Object.fromEntries(bigints.map(({ name }) => [name, Number(row[name])])),
      }));
    };
    return {
      checkpoints: await all(SELECTS.checkpoints),
      disputes: await all(SELECTS.disputes),
      timeline: await all(SELECTS.timeline),
      versions: await all(SELECTS.versions),
      counts: await all(SELECTS.counts),
      resolutions: await all(SELECTS.resolutions),
      activity: await all(SELECTS.activity),
      owners: await all(SELECTS.owners),
    };
  } finally {
    await client.end();
  }
};

/** Builds the rows from nothing in a file of its own, this many events at a time. */
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
