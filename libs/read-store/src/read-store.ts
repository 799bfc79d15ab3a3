import { setTimeout as pause } from 'node:timers/promises';
import { type HeldStream, type RecordedEvent, quarantineStreamPrefix } from '#libs/event-store';
import { type DatabaseOptions, openDatabase } from '#libs/sqlite';
import { Kysely, sql } from 'kysely';
import type { KnownOfRun } from './applied-run.js';
import { heldRows, heldStreamOf } from './held-rows.js';
import type { ReadStoreDatabase } from './read-store-database.js';
import { limits } from './limits.js';
import type { CheckpointTables, Reached } from './checkpoints.js';
import { ModelTables } from './model-tables.js';
import type { ReadModel } from './read-model.js';
import { ReadStoreUnavailableError } from './read-store-unavailable-error.js';
import { type ReplayDatabase, ReplayInProgressError } from './replay/replay-session.js';
import { Shadow } from './replay/shadow.js';
import { sqliteReplayDatabase } from './replay/sqlite-replay-database.js';
import type { RowsOfLog } from './rows-of-log.js';
import { sqliteDialect } from './sqlite-dialect.js';
import { WriteTurns } from './write-turns.js';
import { everybodyMayWrite, type WriterLock } from './writer-lock.js';

/**
 * As many pages between WAL checkpoints as the event log has: each one syncs the disk and blocks the process
 * meanwhile, so they should be rare.
 */
const DURABILITY: DatabaseOptions = { synchronous: 'NORMAL', walCheckpointPages: 8_192 };

/**
 * The database of the read models. Its rows may lag behind the event log but never contradict it: every batch
 * is one transaction with its checkpoint.
 */
export class ReadStore {
  private readonly reading: Kysely<CheckpointTables>;
  private readonly writing: Kysely<CheckpointTables>;
  private readonly shown: ModelTables;
  private readonly written: ModelTables;
  private readonly writerLock: WriterLock;
  private readonly replays: ReplayDatabase;
  private asking: Promise<bigint> | undefined;
  private rowsOfLog: RowsOfLog | undefined;

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
   * Opens the SQLite file, with one connection for queries and one for the projections, so that queries never
   * wait for a batch, and creates the missing tables. Commits are not synced: what a power cut takes is
   * projected again.
   *
   * @throws NewerRowsError when a newer version has built the rows.
   * @throws Error when the connection does not take its settings (`openDatabase`).
   */
  static async open(path: string, models: readonly ReadModel[]): Promise<ReadStore> {
    const writing = await openDatabase(path, DURABILITY);
    const reading = await openDatabase(path, DURABILITY);
    const turns = new WriteTurns();
    const store = new ReadStore(
      {
        reading: sqliteDialect(reading),
        writing: sqliteDialect(writing, undefined, turns),
        writerLock: everybodyMayWrite,
        replays: sqliteReplayDatabase(path, DURABILITY, turns),
      },
      models,
    );
    await store.written.prepare().catch(async (error: unknown) => {
      await store.close();
      throw error;
    });
    return store;
  }

  /**
   * Returns a read store on PostgreSQL without connecting to it, so the server may be down. Any number of
   * processes may query it; the one whose turn it is creates its tables and writes them. Imports `pg` only
   * here, as an embedded ledger never needs it.
   */
  static async connect(url: string, models: readonly ReadModel[]): Promise<ReadStore> {
    const { postgresDatabase } = await import('./postgres/postgres-database.js');
    return new ReadStore(postgresDatabase(url), models);
  }

  /**
   * Waits for this process's turn to write, then creates the missing tables. Calls `onOthersTurn` each time
   * it finds that another process has the turn. The signal that it returns aborts when the turn is over;
   * nothing that this process writes is committed after that.
   *
   * @throws NewerRowsError when a newer version has built the rows.
   * @throws ReadStoreUnavailableError when the database is down.
   * @throws AbortError when `stopping` aborts first.
   */
  async becomeWriter(
    stopping: AbortSignal,
    onOthersTurn: () => void = () => undefined,
  ): Promise<AbortSignal> {
    // Before the turn and not in it: another process may be able to use it.
    await this.shown.assertNoneNewer();
    const over = await this.writerLock.acquire(stopping, onOthersTurn);
    // The tables of a file were created when it was opened. A process of another version that rebuilt them
    // since keeps them.
    if (this.writerLock !== everybodyMayWrite) await this.written.prepare();
    return over;
  }

  /**
   * Returns whether this process may write when it gets the turn: the database answers, and no newer version has
   * built the rows. Those of an older version, or none yet, do not keep it from that.
   */
  async isWritable(): Promise<boolean> {
    try {
      await sql`select 1`.execute(this.reading);
      await this.shown.assertNoneNewer();
      return true;
    } catch {
      return false;
    }
  }

  /** Returns the query builder for reads, with the table types of the caller. */
  tables<Tables>(): Kysely<Tables> {
    return this.reading as unknown as Kysely<Tables>;
  }

  get streamPrefixes(): readonly string[] {
    return [
      ...new Set([...this.models.flatMap(({ streamPrefixes }) => streamPrefixes), quarantineStreamPrefix]),
    ];
  }

  /** Has every reader of this process look first whether the rows are those of the event log. */
  showOnlyRowsOf(log: RowsOfLog): void {
    this.rowsOfLog = log;
  }

  /** Has the next reader look again, whatever was found before. */
  doubt(): void {
    this.rowsOfLog?.doubt();
  }

  /** Returns why the rows must not be shown, if this process knows a reason. Throws as `reached` does. */
  async isWrong(): Promise<string | undefined> {
    return this.rowsOfLog?.isWrong();
  }

  /**
   * Returns the earliest position that a read model has reached: every read model has all events up to it.
   *
   * @throws ReadStoreUnavailableError when the database is down, when its tables are not those of this version,
   * or when the rows are not those of the event log.
   */
  async position(): Promise<bigint> {
    const wrong = await this.isWrong();
    if (wrong !== undefined) throw new ReadStoreUnavailableError(wrong);
    return earliest(await this.shown.positions());
  }

  /**
   * Waits up to `positionWaitMs` for the read models to reach the position, and returns whether they did.
   *
   * @throws ReadStoreUnavailableError as `position` does.
   */
  async hasReached(position: bigint): Promise<boolean> {
    const began = performance.now();
    while ((await this.sharedPosition()) < position) {
      const waited = performance.now() - began;
      if (waited >= limits.positionWaitMs) return false;
      await pause(pollAfter(waited));
    }
    return true;
  }

  /** Reads the position once for all readers that are waiting for it. */
  private sharedPosition(): Promise<bigint> {
    this.asking ??= this.position().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  /**
   * Applies a run of events and moves the checkpoints to `position`, in one transaction. Each read model
   * skips the events that it has taken, so the same run may be given twice, or by two processes. A run that
   * begins `after` a position is not applied to rows that are not that far. An event that cannot be applied holds
   * back its stream, whose rows stay as they are from there on.
   *
   * @throws ReadStoreUnavailableError when the database is down, when it is not this process's turn, or when
   * a process of another version has taken over a read model. The rows of that one restart from nothing, so a
   * run from the middle of the log would leave a gap before it.
   */
  async apply(events: readonly RecordedEvent[], position: bigint, known: KnownOfRun = {}): Promise<void> {
    await this.written.apply({ events, position, ...known });
  }

  /** Returns how far each read model is. Throws as `position` does, but for rows of any log. */
  reached(): Promise<readonly Reached[]> {
    return this.shown.reached();
  }

  /** Empties the read models that are still where they were seen: they are built again from the log. */
  async restart(seen: readonly Reached[]): Promise<void> {
    await this.written.restart(seen);
  }

  /** Takes back what was examined after the last event, in the read models that are still where they were seen. */
  async goBack(seen: readonly Reached[]): Promise<void> {
    await this.written.goBack(seen);
  }

  /**
   * Returns the streams that are held back, by name; of very many, the first.
   *
   * @throws ReadStoreUnavailableError when the database is down.
   */
  async held(): Promise<readonly HeldStream[]> {
    return (await heldRows(this.reading)).map(heldStreamOf);
  }

  /**
   * Creates every read model a second time, empty, for a replay.
   *
   * @throws ReplayInProgressError while another replay runs.
   */
  shadow(): Promise<Shadow> {
    return Shadow.create(this.replays, this.models);
  }

  /**
   * Returns whether a replay is running, in any process that uses these read models.
   *
   * @throws ReadStoreUnavailableError when the database is down.
   */
  isBeingReplayed(): Promise<boolean> {
    return this.replays.isEntered(this.reading as unknown as Kysely<never>);
  }

  /** Removes the tables of a replay whose process was killed. */
  async removeDeadShadows(): Promise<void> {
    const { rows } = await this.replays.shadowTables.execute(this.reading);
    if (rows.length === 0) return;
    await Shadow.removeLeftovers(this.replays).catch((error: unknown) => {
      // The tables belong to a replay that runs.
      if (!(error instanceof ReplayInProgressError)) throw error;
    });
  }

  /** Returns why the stream is held back; undefined if it is not. Throws as `held` does. */
  async heldStream(stream: string): Promise<HeldStream | undefined> {
    const row = await this.reading
      .selectFrom('held_streams')
      .selectAll()
      .where('stream', '=', stream)
      .executeTakeFirst();
    return row && heldStreamOf(row);
  }

  async close(): Promise<void> {
    await this.writing.destroy();
    await this.reading.destroy();
  }
}

/** Returns how long to wait until the next look: each look is late by at most a quarter of the whole wait. */
const pollAfter = (waitedMs: number): number =>
  Math.min(limits.maxPositionPollMs, Math.max(limits.minPositionPollMs, waitedMs / 4));

const earliest = (positions: readonly bigint[]): bigint => positions.reduce((a, b) => (a < b ? a : b));
