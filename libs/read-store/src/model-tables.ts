import type { Kysely, Transaction } from 'kysely';
import type { AppliedRun } from './applied-run.js';
import { applyOneByOne } from './apply-one-by-one.js';
import { applyRun } from './apply-run.js';
import {
  checkpointOf,
  type CheckpointTables,
  preparedCheckpoints,
  reachedBy,
  readCheckpoints,
  type Reached,
  takeCheckpoints,
  writeCheckpoints,
} from './checkpoints.js';
import { createHeldTable, forgetHeld } from './held-rows.js';
import { assertNoneNewer } from './newer-rows-error.js';
import type { ReadModel } from './read-model.js';

/** The tables of all read models and their checkpoints, live or shadow. */
export class ModelTables {
  constructor(
    private readonly database: Kysely<CheckpointTables>,
    readonly models: readonly ReadModel[],
  ) {}

  /**
   * Returns the position that each read model has reached, in the order of `models`.
   *
   * @throws ReadStoreUnavailableError when the database is down, or its tables are not those of this version.
   */
  async positions(): Promise<readonly bigint[]> {
    return (await this.reached()).map(({ position }) => position);
  }

  /** Returns how far each read model is, in the order of `models`. Throws as `positions` does. */
  async reached(): Promise<readonly Reached[]> {
    const checkpoints = await readCheckpoints(this.database, this.models);
    return this.models.map((model) => reachedBy(model, checkpoints));
  }

  /**
   * @throws NewerRowsError when a newer version has built the rows. Says nothing of a database that is down, or
   * has no tables yet.
   */
  async assertNoneNewer(): Promise<void> {
    const known = await this.database
      .selectFrom('checkpoints')
      .select(['model', 'version'])
      .execute()
      .catch(() => []);
    assertNoneNewer(known, this.models);
  }

  /**
   * Creates the tables that are missing. A read model that is new, or has another version than its
   * checkpoint, restarts with empty tables at the beginning of the log.
   *
   * @throws NewerRowsError when a newer version has built the rows.
   */
  async prepare(): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      const known = await preparedCheckpoints(transaction);
      assertNoneNewer(known, this.models);
      await createHeldTable(transaction as unknown as Kysely<never>);
      for (const model of this.models) {
        if (known.some(({ model: name, version }) => name === model.name && version === model.version))
          continue;
        await restart(transaction, model);
      }
    });
  }

  /**
   * Empties the read models that are still where they were seen, and lets them begin at the start of the log. One
   * that another process has moved since is left alone. Streams that were held back are so in the other log: where
   * there are any, every read model restarts.
   */
  async restart(seen: readonly Reached[]): Promise<void> {
    await this.changeSeen(seen, async (transaction, { model }) => {
      await restart(transaction, model);
      if (await forgetHeld(transaction)) for (const each of this.models) await restart(transaction, each);
    });
  }

  /**
   * Takes back what was examined after the last event, in the read models that are still where they were seen.
   * Their rows stay.
   */
  async goBack(seen: readonly Reached[]): Promise<void> {
    await this.changeSeen(seen, (transaction, { model, last }) => {
      const mark = last === 'unknown' ? undefined : last;
      return writeCheckpoints(transaction, [checkpointOf(model, mark?.position ?? 0n, mark)]);
    });
  }

  private async changeSeen(
    seen: readonly Reached[],
    change: (transaction: Transaction<CheckpointTables>, reached: Reached) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      const checkpoints = await takeCheckpoints(transaction);
      for (const one of seen) {
        const now = reachedBy(one.model, checkpoints);
        if (now.position === one.position && isSameLast(now.last, one.last)) await change(transaction, one);
      }
    });
  }

  /**
   * Like `applyIn`, in a transaction of its own. Where the run cannot be applied because of an event in it, its
   * events are applied one by one, and that one holds back its stream.
   */
  async apply(run: AppliedRun): Promise<void> {
    const inTransaction = (some: AppliedRun): Promise<void> =>
      this.database.transaction().execute((transaction) => this.applyIn(transaction, some));
    await applyOneByOne(run, inTransaction);
  }

  /**
   * Applies a run of events and moves the checkpoints to its position. Each read model skips the events up to
   * the last that it has taken, so the same run may be given twice, or by two processes. Events between that and
   * its checkpoint are new to it: the log was cut in there, and has grown again. The events of a stream that is
   * held back are taken like the others, and not applied.
   *
   * @throws ReadStoreUnavailableError when a checkpoint is of another version.
   * @throws RowsMovedError when the rows lack events from before the run.
   */
  async applyIn(transaction: Transaction<CheckpointTables>, run: AppliedRun): Promise<void> {
    const checkpoints = await takeCheckpoints(transaction);
    const states = this.models.map((model) => reachedBy(model, checkpoints));
    await writeCheckpoints(transaction, await applyRun(transaction, states, run));
  }

  /** Locks out every other writer until the transaction ends. Returns how far each read model is. */
  async holdIn(transaction: Transaction<CheckpointTables>): Promise<readonly Reached[]> {
    const checkpoints = await takeCheckpoints(transaction);
    return this.models.map((model) => reachedBy(model, checkpoints));
  }

  /** Gives each read model the checkpoint that its shadow has, in whose tables the rows now are. */
  async continueFrom(transaction: Transaction<CheckpointTables>, shadows: readonly Reached[]): Promise<void> {
    const rows = shadows.map(({ model, position, last }) =>
      checkpointOf(model, position, last === 'unknown' ? undefined : last),
    );
    await writeCheckpoints(transaction, rows);
  }
}

const restart = async (transaction: Transaction<CheckpointTables>, model: ReadModel): Promise<void> => {
  const database = transaction as unknown as Kysely<never>;
  await model.dropTables(database);
  await model.createTables(database);
  await writeCheckpoints(transaction, [checkpointOf(model, 0n, undefined)]);
};

const isSameLast = (one: Reached['last'], other: Reached['last']): boolean =>
  one === other ||
  (typeof one === 'object' &&
    typeof other === 'object' &&
    one.position === other.position &&
    one.id === other.id);
