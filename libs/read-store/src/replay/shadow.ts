import { randomBytes } from 'node:crypto';
import type { EventStore, HeldStream } from '#libs/event-store';
import { Kysely, type Transaction } from 'kysely';
import type { AppliedRun } from '../applied-run.js';
import type { CheckpointTables, Reached } from '../checkpoints.js';
import { Decisions } from '../decisions.js';
import { HELD_TABLE, heldRows, heldStreamOf } from '../held-rows.js';
import { ModelTables } from '../model-tables.js';
import type { ReadModel } from '../read-model.js';
import { type ReplayDatabase, type ReplaySession, SHADOW_PREFIX } from './replay-session.js';
import { ShadowNames, type TableShape } from './shadow-names.js';

/** A table of a read model, with the name of its shadow beside that of the live table. */
export interface ShadowedTable extends TableShape {
  readonly shadow: string;
}

/** One consistent state of live and rebuilt tables, with the positions of their read models. */
export interface Snapshot {
  readonly database: Kysely<never>;
  /** Like `database`, with the rebuilt tables under the names of the live ones. */
  readonly rebuiltRows: Kysely<never>;
  readonly live: readonly bigint[];
  readonly rebuilt: readonly bigint[];
}

/** The log, and the prefixes of the streams that the read models need of it. */
export interface ShadowedLog {
  readonly store: EventStore;
  readonly streamPrefixes: readonly string[];
}

export interface Swapped {
  readonly position: bigint;
  /** How long the projections could not write. Readers never waited. */
  readonly writePauseMs: number;
}

/**
 * The shadow of every read model: its tables a second time, beside the live ones and with their own
 * checkpoints (decision 0012).
 */
export class Shadow {
  private readonly database: Kysely<CheckpointTables>;
  private readonly snapshots: Kysely<CheckpointTables>;
  private readonly names: ShadowNames;
  private readonly live: ModelTables;
  private readonly rebuilt: ModelTables;

  private constructor(
    private readonly session: ReplaySession,
    private readonly replays: ReplayDatabase,
    models: readonly ReadModel[],
  ) {
    this.names = new ShadowNames(`${SHADOW_PREFIX}${randomBytes(4).toString('hex')}_`);
    this.database = new Kysely({ dialect: session.writing });
    this.snapshots = new Kysely({ dialect: session.snapshot });
    this.live = new ModelTables(this.database, models);
    this.rebuilt = new ModelTables(this.database.withPlugin(this.names), models);
  }

  /**
   * Creates the empty tables, after removing those of a replay that died.
   *
   * @throws ReplayInProgressError while another replay runs.
   */
  static async create(replays: ReplayDatabase, models: readonly ReadModel[]): Promise<Shadow> {
    const shadow = new Shadow(await replays.enter(), replays, models);
    try {
      await shadow.removeTables();
      await shadow.rebuilt.prepare();
      return shadow;
    } catch (error) {
      await shadow.leave();
      throw error;
    }
  }

  /**
   * Removes the tables of a replay that died.
   *
   * @throws ReplayInProgressError while a replay runs.
   */
  static async removeLeftovers(replays: ReplayDatabase): Promise<void> {
    const shadow = new Shadow(await replays.enter(), replays, []);
    await shadow.dispose();
  }

  get tables(): readonly ShadowedTable[] {
    const tables = this.names.tables.filter(({ name }) => name !== 'checkpoints');
    // Those of the read models first.
    return tables
      .toSorted((one, other) => Number(one.name === HELD_TABLE) - Number(other.name === HELD_TABLE))
      .map((table) => ({ ...table, shadow: this.names.shadowOf(table.name) }));
  }

  get models(): readonly ReadModel[] {
    return this.live.models;
  }

  livePositions(): Promise<readonly bigint[]> {
    return this.live.positions();
  }

  apply(run: AppliedRun): Promise<void> {
    return this.rebuilt.apply(run);
  }

  /** Returns the streams that are held back in the rebuilt tables. */
  async held(): Promise<readonly HeldStream[]> {
    return (await heldRows(this.database.withPlugin(this.names))).map(heldStreamOf);
  }

  /** Calls `at` with a snapshot, which holds until it has resolved. */
  look<Seen>(at: (snapshot: Snapshot) => Promise<Seen>): Promise<Seen> {
    return this.snapshots
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (transaction) => {
        const live = await new ModelTables(transaction, this.live.models).positions();
        const rebuilt = await new ModelTables(
          transaction.withPlugin(this.names),
          this.live.models,
        ).positions();
        return at({
          database: transaction as unknown as Kysely<never>,
          rebuiltRows: transaction.withPlugin(this.names) as unknown as Kysely<never>,
          live,
          rebuilt,
        });
      });
  }

  /**
   * Puts the rebuilt tables, which have reached `from`, in the place of the live ones, in one transaction: a
   * reader sees all of the old rows or all of the new. It first applies what the live tables have had since.
   * The projections then continue from the position of the rebuilt tables, as after another process.
   */
  async swap(log: ShadowedLog, from: bigint): Promise<Swapped> {
    let start = 0;
    const position = await this.database.transaction().execute(async (transaction) => {
      start = performance.now();
      const target = latest((await this.live.holdIn(transaction)).map(({ position }) => position));
      const rebuilt = await this.caughtUpIn(transaction, log, { from, target });
      for (const { name, shadow } of this.tables) {
        await transaction.schema
          .alterTable(name)
          .renameTo(this.names.shadowOf(`old_${name}`))
          .execute();
        await transaction.schema.alterTable(shadow).renameTo(name).execute();
      }
      await this.live.continueFrom(transaction, rebuilt);
      return latest(rebuilt.map(({ position }) => position));
    });
    return { position, writePauseMs: performance.now() - start };
  }

  /** Removes the tables and lets the next replay begin. Once `hurry` aborts, it does not spare others. */
  async dispose(hurry?: AbortSignal): Promise<void> {
    try {
      await this.removeTables(hurry);
    } finally {
      await this.leave();
    }
  }

  /** Applies what the rebuilt tables lack up to the target, and returns how far they are then. */
  private async caughtUpIn(
    transaction: Transaction<CheckpointTables>,
    { store: log, streamPrefixes }: ShadowedLog,
    { from, target }: { readonly from: bigint; readonly target: bigint },
  ): Promise<readonly Reached[]> {
    const shadowed = transaction.withPlugin(this.names);
    if (from < target) {
      const decisions = await Decisions.read(log);
      for await (const { events, position } of log.readAll({ after: from, streamPrefixes })) {
        const end = position < target ? position : target;
        const reached = events.filter((event) => event.position <= end);
        await this.rebuilt.applyIn(shadowed, await decisions.with({ events: reached, position: end }));
        if (end === target) break;
      }
    }
    return this.rebuilt.holdIn(shadowed);
  }

  private async removeTables(hurry = new AbortController().signal): Promise<void> {
    const { rows } = await this.replays.shadowTables.execute(this.database);
    for (const { name } of rows) {
      await this.session.empty(this.database as unknown as Kysely<never>, name, hurry);
      await this.database.schema.dropTable(name).ifExists().execute();
    }
  }

  private async leave(): Promise<void> {
    await this.snapshots.destroy();
    await this.database.destroy();
    await this.session.release();
  }
}

const latest = (positions: readonly bigint[]): bigint => positions.reduce((a, b) => (a > b ? a : b));
