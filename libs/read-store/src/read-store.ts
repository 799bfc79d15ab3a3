import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '#libs/event-store';
import { type DatabaseOptions, openDatabase } from '#libs/sqlite';
import { Kysely } from 'kysely';
import type { ReadStoreDatabase } from './read-store-database.js';
import { limits } from './limits.js';
import { type CheckpointTables, ModelTables } from './model-tables.js';
import type { ReadModel } from './read-model.js';
import { type ReplayDatabase, ReplayInProgressError } from './replay/replay-session.js';
import { Shadow } from './replay/shadow.js';
import { sqliteReplayDatabase } from './replay/sqlite-replay-database.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { everybodyMayWrite, type WriterLock } from './writer-lock.js';

/** As many pages between checkpoints as the event log: each checkpoint syncs the disk, and stops the process for it. */
const DURABILITY: DatabaseOptions = { synchronous: 'NORMAL', walCheckpointPages: 8_192 };

/** Rows may lag behind the log, never contradict it: they are written together with the checkpoint they stand for. */
export class ReadStore {
  private readonly reading: Kysely<CheckpointTables>;
  private readonly writing: Kysely<CheckpointTables>;
  private readonly shown: ModelTables;
  private readonly written: ModelTables;
  private readonly writerLock: WriterLock;
  private readonly replays: ReplayDatabase;
  private asking: Promise<bigint> | undefined;

  private constructor(
    { reading, writing, writerLock, replays }: ReadStoreDatabase,
    private readonly models: readonly ReadModel[],
  ) {
    this.reading = new Kysely({ dialect: reading });
    this.writing = new Kysely({ dialect: writing });
    this.shown = new ModelTables(this.reading, models);
    this.written = new ModelTables(this.writing, models);
    this.writerLock = writerLock;
    this.replays = replays;
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
        replays: sqliteReplayDatabase(path, DURABILITY),
      },
      models,
    );
    await store.written.prepare();
    return store;
  }

  /**
   * A read store on PostgreSQL, which may be down: nothing is asked of it yet. Any number of processes may query it;
   * its tables are made and written by the one whose turn it is. The client is loaded only now: an embedded ledger never
   * asks for it.
   */
  static async connect(url: string, models: readonly ReadModel[]): Promise<ReadStore> {
    const { postgresDatabase } = await import('./postgres/postgres-database.js');
    return new ReadStore(postgresDatabase(url), models);
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
    if (this.writerLock !== everybodyMayWrite) await this.written.prepare();
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
    return earliest(await this.shown.positions());
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
    await this.written.apply(events, position);
  }

  /**
   * Every read model a second time, empty, for a replay.
   *
   * @throws ReplayInProgressError while another replay has it.
   */
  shadow(): Promise<Shadow> {
    return Shadow.create(this.replays, this.models);
  }

  /** Removes what a replay that was killed has left. */
  async removeDeadShadows(): Promise<void> {
    const { rows } = await this.replays.shadowTables.execute(this.reading);
    if (rows.length === 0) return;
    await Shadow.removeLeftovers(this.replays).catch((error: unknown) => {
      // They belong to a replay that runs.
      if (!(error instanceof ReplayInProgressError)) throw error;
    });
  }

  async close(): Promise<void> {
    await this.writing.destroy();
    await this.reading.destroy();
  }
}

const earliest = (positions: readonly bigint[]): bigint => positions.reduce((a, b) => (a < b ? a : b));
