import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '#libs/event-store';
import { type DatabaseOptions, openDatabase } from '#libs/sqlite';
import { type Dialect, Kysely, type Transaction } from 'kysely';
import { limits } from './limits.js';
import { BytewisePostgresDialect } from './postgres/postgres-dialect.js';
import { readingPool } from './postgres/reading-pool.js';
import { WritingSession } from './postgres/writing-session.js';
import type { ReadModel } from './read-model.js';
import { ReadStoreUnavailableError } from './read-store-unavailable-error.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { everybodyMayWrite, type WriterLock } from './writer-lock.js';

interface CheckpointTables {
  /** `position` is text: PostgreSQL and SQLite both give 64-bit integers back in ways that lose digits. */
  readonly checkpoints: { readonly model: string; readonly version: number; readonly position: string };
}

/** As many pages between checkpoints as the event log: each checkpoint syncs the disk, and stops the process for it. */
const DURABILITY: DatabaseOptions = { synchronous: 'NORMAL', walCheckpointPages: 8_192 };

/** What a read store stands on: one way for queries, and one for the projections, whose turn it must be. */
interface Foundation {
  readonly reading: Dialect;
  readonly writing: Dialect;
  readonly writerLock: WriterLock;
}

/** Rows may lag behind the log, never contradict it: they are written together with the checkpoint they stand for. */
export class ReadStore {
  private readonly reading: Kysely<CheckpointTables>;
  private readonly writing: Kysely<CheckpointTables>;
  private readonly writerLock: WriterLock;
  private asking: Promise<bigint> | undefined;

  private constructor(
    { reading, writing, writerLock }: Foundation,
    private readonly models: readonly ReadModel[],
  ) {
    this.reading = new Kysely({ dialect: reading });
    this.writing = new Kysely({ dialect: writing });
    this.writerLock = writerLock;
  }

  /**
   * Opens the file with one connection for queries and one for the projections, so that readers never wait for
   * a batch. What a power cut takes from it is read from the log again, so its commits need no sync.
   */
  static async open(path: string, models: readonly ReadModel[]): Promise<ReadStore> {
    const writing = await openDatabase(path, DURABILITY);
    const reading = await openDatabase(path, DURABILITY);
    const store = new ReadStore(
      {
        reading: sqliteDialect(reading),
        writing: sqliteDialect(writing),
        writerLock: everybodyMayWrite,
      },
      models,
    );
    await store.prepareTables();
    return store;
  }

  /**
   * A read store on PostgreSQL, which may be down: nothing is asked of it yet. Any number of processes may query it;
   * its tables are made and written by the one whose turn it is.
   */
  static connect(url: string, models: readonly ReadModel[]): ReadStore {
    const session = new WritingSession(url);
    return new ReadStore(
      {
        reading: new BytewisePostgresDialect(readingPool(url)),
        writing: new BytewisePostgresDialect(session),
        writerLock: session,
      },
      models,
    );
  }

  /**
   * Waits until this process may write, and makes the tables that there are not; `onOthersTurn` is called while
   * another one may. The result aborts when it may no longer; nothing that it writes is committed after that.
   *
   * @throws ReadStoreUnavailableError when the database is down.
   */
  async becomeWriter(
    stopping: AbortSignal,
    onOthersTurn: () => void = () => undefined,
  ): Promise<AbortSignal> {
    const over = await this.writerLock.acquire(stopping, onOthersTurn);
    // A file's tables were made when it was opened; whoever took them over since then keeps them.
    if (this.writerLock !== everybodyMayWrite) await this.prepareTables();
    return over;
  }

  /** The tables, for the queries of whoever defined them. */
  tables<Tables>(): Kysely<Tables> {
    return this.reading as unknown as Kysely<Tables>;
  }

  get streamPrefixes(): readonly string[] {
    return [...new Set(this.models.flatMap(({ streamPrefixes }) => streamPrefixes))];
  }

  /**
   * The position that every read model has reached.
   *
   * @throws ReadStoreUnavailableError when the database is down, or its tables are not those of this version.
   */
  async position(): Promise<bigint> {
    // A read model that this version no longer has stays where it was, and must not hold the others back.
    const names = this.models.map(({ name }) => name);
    const checkpoints = await this.reading
      .selectFrom('checkpoints')
      .selectAll()
      .where('model', 'in', names)
      .execute();
    return this.models.map((model) => reachedBy(model, checkpoints)).reduce((a, b) => (a < b ? a : b));
  }

  /** Waits a bounded time for the read models to reach the position. Whether they did. */
  async hasReached(position: bigint): Promise<boolean> {
    const deadline = performance.now() + limits.positionWaitMs;
    while ((await this.sharedPosition()) < position) {
      if (performance.now() >= deadline) return false;
      await pause(limits.positionPollMs);
    }
    return true;
  }

  /** However many readers wait, one of them asks. */
  private sharedPosition(): Promise<bigint> {
    this.asking ??= this.position().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
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

/** @throws ReadStoreUnavailableError when the rows are of another version. */
const reachedBy = (model: ReadModel, checkpoints: readonly CheckpointTables['checkpoints'][]): bigint => {
  const checkpoint = checkpoints.find(({ model: name }) => name === model.name);
  if (checkpoint?.version === model.version) return BigInt(checkpoint.position);
  throw new ReadStoreUnavailableError(
    `${model.name} has version ${checkpoint?.version ?? 'none'} in the read store; this process knows ${model.version}.`,
  );
};

const isFor = ({ streamPrefixes }: ReadModel, { stream }: RecordedEvent): boolean =>
  streamPrefixes.some((prefix) => stream.startsWith(prefix));
