import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '#libs/event-store';
import { type DatabaseOptions, openDatabase } from '#libs/sqlite';
import { type Dialect, Kysely, type Transaction } from 'kysely';
import { limits } from './limits.js';
import type { ReadModel } from './read-model.js';
import { sqliteDialect } from './sqlite-dialect.js';

interface CheckpointTables {
  /** `position` is text: PostgreSQL and SQLite both give 64-bit integers back in ways that lose digits. */
  readonly checkpoints: { readonly model: string; readonly version: number; readonly position: string };
}

/** As many pages between checkpoints as the event log: each checkpoint syncs the disk, and stops the process for it. */
const DURABILITY: DatabaseOptions = { synchronous: 'NORMAL', walCheckpointPages: 8_192 };

/** Rows may lag behind the log, never contradict it: they are written together with the checkpoint they stand for. */
export class ReadStore {
  private constructor(
    private readonly reading: Kysely<CheckpointTables>,
    private readonly writing: Kysely<CheckpointTables>,
    private readonly models: readonly ReadModel[],
  ) {}

  /**
   * Opens the file with one connection for queries and one for the projections, so that readers never wait for
   * a batch. What a power cut takes from it is read from the log again, so its commits need no sync.
   */
  static async open(path: string, models: readonly ReadModel[]): Promise<ReadStore> {
    const writing = await openDatabase(path, DURABILITY);
    const reading = await openDatabase(path, DURABILITY);
    return ReadStore.over(sqliteDialect(reading), sqliteDialect(writing), models);
  }

  private static async over(
    reading: Dialect,
    writing: Dialect,
    models: readonly ReadModel[],
  ): Promise<ReadStore> {
    const store = new ReadStore(new Kysely({ dialect: reading }), new Kysely({ dialect: writing }), models);
    await store.prepareTables();
    return store;
  }

  /** The tables, for the queries of whoever defined them. */
  tables<Tables>(): Kysely<Tables> {
    return this.reading as unknown as Kysely<Tables>;
  }

  get streamPrefixes(): readonly string[] {
    return [...new Set(this.models.flatMap(({ streamPrefixes }) => streamPrefixes))];
  }

  /** The position that every read model has reached. */
  async position(): Promise<bigint> {
    // A read model that this version no longer has stays where it was, and must not hold the others back.
    const names = this.models.map(({ name }) => name);
    const rows = await this.reading
      .selectFrom('checkpoints')
      .select('position')
      .where('model', 'in', names)
      .execute();
    return rows.map(({ position }) => BigInt(position)).reduce((a, b) => (a < b ? a : b));
  }

  /** Waits a bounded time for the read models to reach the position. Whether they did. */
  async hasReached(position: bigint): Promise<boolean> {
    const deadline = performance.now() + limits.positionWaitMs;
    while ((await this.position()) < position) {
      if (performance.now() >= deadline) return false;
      await pause(limits.positionPollMs);
    }
    return true;
  }

  /**
   * Applies a run of events and moves the checkpoints to `position`, in one transaction. What a read model has
   * applied before is left out, so the same run may come twice, or from two processes.
   *
   * @throws Error when a process of another version has taken a read model over. Its rows start again from nothing,
   * so a run from the middle of the log would leave a hole before it.
   */
  async apply(events: readonly RecordedEvent[], position: bigint): Promise<void> {
    await this.writing.transaction().execute(async (transaction) => {
      const checkpoints = await transaction.selectFrom('checkpoints').selectAll().execute();
      for (const model of this.models) {
        const reached = reachedBy(model, checkpoints);
        if (reached >= position) continue;
        const unseen = events.filter((event) => event.position > reached && isFor(model, event));
        if (unseen.length > 0) await model.apply(transaction as unknown as Transaction<never>, unseen);
        await transaction
          .updateTable('checkpoints')
          .set({ position: String(position) })
          .where('model', '=', model.name)
          .execute();
      }
    });
  }

  async close(): Promise<void> {
    await this.writing.destroy();
    await this.reading.destroy();
  }

  /** A read model that is new, or of another version, starts again from an empty table and the start of the log. */
  private async prepareTables(): Promise<void> {
    await this.writing.transaction().execute(async (transaction) => {
      await transaction.schema
        .createTable('checkpoints')
        .ifNotExists()
        .addColumn('model', 'text', (column) => column.primaryKey())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('position', 'text', (column) => column.notNull())
        .execute();
      const known = await transaction.selectFrom('checkpoints').selectAll().execute();
      for (const model of this.models) {
        if (known.some(({ model: name, version }) => name === model.name && version === model.version))
          continue;
        const database = transaction as unknown as Kysely<never>;
        await model.dropTables(database);
        await model.createTables(database);
        await transaction.deleteFrom('checkpoints').where('model', '=', model.name).execute();
        await transaction
          .insertInto('checkpoints')
          .values({ model: model.name, version: model.version, position: '0' })
          .execute();
      }
    });
  }
}

/** @throws Error when the rows are of another version. */
const reachedBy = (model: ReadModel, checkpoints: readonly CheckpointTables['checkpoints'][]): bigint => {
  const checkpoint = checkpoints.find(({ model: name }) => name === model.name);
  if (checkpoint?.version === model.version) return BigInt(checkpoint.position);
  throw new Error(
    `${model.name} has version ${checkpoint?.version ?? 'none'} in the read store; this process knows ${model.version}.`,
  );
};

const isFor = ({ streamPrefixes }: ReadModel, { stream }: RecordedEvent): boolean =>
  streamPrefixes.some((prefix) => stream.startsWith(prefix));
