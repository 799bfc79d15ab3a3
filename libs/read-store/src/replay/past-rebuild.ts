import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStore, HeldStream, RecordedEvent } from '#libs/event-store';
import { openDatabase } from '#libs/sqlite';
import { Kysely } from 'kysely';
import { Decisions } from '../decisions.js';
import { HELD_TABLE, heldRows, heldStreamOf } from '../held-rows.js';
import { limits } from '../limits.js';
import type { CheckpointTables } from '../checkpoints.js';
import { ModelTables } from '../model-tables.js';
import type { ReadModel } from '../read-model.js';
import { sqliteDialect } from '../sqlite-dialect.js';
import { batchesOf } from './batches.js';
import type { ReplayProgress } from './replay-result.js';
import { RowsDigest } from './rows-digest.js';
import { rowsInKeyOrder } from './rows-in-key-order.js';
import { ShadowNames, type TableShape } from './shadow-names.js';

/** What to rebuild, and where. */
export interface PastRebuildOptions {
  readonly models: readonly ReadModel[];
  /** The path of the SQLite file. An existing file is replaced. */
  readonly file: string;
  /** RFC 3339 in UTC with milliseconds. Events recorded at that very instant are included. */
  readonly asOf: string;
  readonly batchEvents?: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReplayProgress) => void;
}

/** A rebuilt file: what it holds, with a digest of each table (SHA-256, hex) as in `TableComparison`. */
export interface PastRebuild {
  readonly file: string;
  readonly asOf: string;
  /** The position of the last event in the log that had been recorded by then; 0 if there is none. */
  readonly position: string;
  /** How many events had been recorded by then. */
  readonly events: number;
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly digest: string }[];
  /** The streams whose rows stop at an event that cannot be read; absent if there are none. */
  readonly heldBack?: readonly HeldStream[];
}

/**
 * Builds the read models as they stood at an instant, into a SQLite file that needs nothing else. The file
 * gets its name only when it is complete; the next rebuild overwrites what a killed one has left.
 *
 * @throws the reason of the signal when it aborts.
 */
export const rebuildPast = async (log: EventStore, options: PastRebuildOptions): Promise<PastRebuild> => {
  const partial = `${options.file}.partial`;
  await mkdir(dirname(partial), { recursive: true, mode: 0o700 });
  await removeFile(partial);
  try {
    const rebuilt = await build(log, partial, options);
    await removeFile(options.file);
    await rename(partial, options.file);
    return rebuilt;
  } finally {
    await removeFile(partial);
  }
};

/** Removes a database file with those that SQLite keeps beside it. */
const removeFile = async (file: string): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true });
};

const build = async (log: EventStore, partial: string, options: PastRebuildOptions): Promise<PastRebuild> => {
  const database = await openDatabase(partial, { synchronous: 'NORMAL' });
  try {
    const names = new ShadowNames('');
    const tables = new Kysely<CheckpointTables>({ dialect: sqliteDialect(database) }).withPlugin(names);
    const models = new ModelTables(tables, options.models);
    await models.prepare();
    const applied = await applyPast(log, models, options);
    const digests = [];
    for (const table of names.tables.filter(({ name }) => name !== 'checkpoints' && name !== HELD_TABLE))
      digests.push(await digestOf(tables as unknown as Kysely<never>, table, options.signal));
    // Leaves one file, without a WAL beside it, which can be copied and opened read-only.
    database.exec('PRAGMA journal_mode = DELETE');
    const held = (await heldRows(tables)).map(heldStreamOf);
    return {
      file: options.file,
      asOf: options.asOf,
      ...applied,
      tables: digests,
      ...(held.length > 0 && { heldBack: held }),
    };
  } finally {
    if (database.isOpen) database.close();
  }
};

const digestOf = async (
  tables: Kysely<never>,
  table: TableShape,
  signal: AbortSignal,
): Promise<PastRebuild['tables'][number]> => {
  const digest = new RowsDigest(table.columns);
  for await (const row of rowsInKeyOrder(tables, table, table.name)) {
    digest.add(row);
    if (digest.rows % limits.comparedRows === 0) await turn(signal);
  }
  return { table: table.name, rows: digest.rows, digest: digest.digest() };
};

/**
 * Applies every event that was recorded by the instant. It reads the whole log, because times never decrease
 * within a stream but may between streams.
 */
const applyPast = async (
  log: EventStore,
  models: ModelTables,
  { asOf, batchEvents = limits.replayBatchEvents, signal, onProgress }: PastRebuildOptions,
): Promise<{ readonly position: string; readonly events: number }> => {
  const head = await log.headPosition();
  const decisions = await Decisions.read(log);
  let last = 0n;
  let events = 0;
  for await (const batch of batchesOf(log.readAll(), batchEvents)) {
    await turn(signal);
    const past = batch.events.filter((event) => wasRecordedBy(event, asOf));
    last = past.at(-1)?.position ?? last;
    events += past.length;
    await models.apply(await decisions.with({ events: past, position: last }));
    onProgress({ phase: 'rebuilding', done: Number(batch.position), total: Number(head) });
  }
  return { position: String(last), events };
};

/** Returns whether the event was recorded by then. One that does not say when counts: it must not be missed. */
const wasRecordedBy = ({ metadata }: RecordedEvent, asOf: string): boolean => {
  const recordedAt: unknown = metadata.recordedAt;
  return typeof recordedAt !== 'string' || recordedAt <= asOf;
};

/**
 * Yields to the event loop before it checks the signal. Reading a log from a file never waits for anything,
 * so that the signal could not abort otherwise.
 */
const turn = async (signal: AbortSignal): Promise<void> => {
  await nextTurn();
  signal.throwIfAborted();
};
