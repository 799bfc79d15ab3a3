import type { RecordedEvent } from '#libs/event-store';
import type { Kysely, Transaction } from 'kysely';
import type { ReadModel } from './read-model.js';
import { ReadStoreUnavailableError } from './read-store-unavailable-error.js';

export interface CheckpointTables {
  /** `position` is text: both databases return integers as numbers, which are exact only up to 2^53. */
  readonly checkpoints: Checkpoint;
}

interface Checkpoint {
  readonly model: string;
  readonly version: number;
  readonly position: string;
}

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
    // The checkpoint of a read model that this version does not have stays where it was, and must not hold
    // the others back.
    const names = this.models.map(({ name }) => name);
    const checkpoints = await this.database
      .selectFrom('checkpoints')
      .selectAll()
      .where('model', 'in', names)
      .execute();
    return this.models.map((model) => reachedBy(model, checkpoints));
  }

  /**
   * Creates the tables that are missing. A read model that is new, or has another version than its
   * checkpoint, restarts with empty tables at the beginning of the log.
   */
  async prepare(): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
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

  /** Like `applyIn`, in a transaction of its own. */
  async apply(events: readonly RecordedEvent[], position: bigint): Promise<void> {
    await this.database.transaction().execute((transaction) => this.applyIn(transaction, events, position));
  }

  /**
   * Applies a run of events and moves the checkpoints to `position`. Each read model skips the events up to
   * its own checkpoint, so the same run may be given twice, or by two processes.
   *
   * @throws ReadStoreUnavailableError when a checkpoint is of another version.
   */
  async applyIn(
    transaction: Transaction<CheckpointTables>,
    events: readonly RecordedEvent[],
    position: bigint,
  ): Promise<void> {
    const checkpoints = await takeCheckpoints(transaction);
    const behind = this.models.filter((model) => reachedBy(model, checkpoints) < position);
    if (behind.length === 0) return;
    for (const model of behind) {
      const reached = reachedBy(model, checkpoints);
      const unseen = events.filter((event) => event.position > reached && isFor(model, event));
      if (unseen.length > 0) await model.apply(transaction as unknown as Transaction<never>, unseen);
    }
    await transaction
      .updateTable('checkpoints')
      .set({ position: String(position) })
      .where(
        'model',
        'in',
        behind.map(({ name }) => name),
      )
      .execute();
  }

  /**
   * Locks out every other writer until the transaction ends. Returns the position that each read model has
   * reached, in the order of `models`.
   */
  async holdIn(transaction: Transaction<CheckpointTables>): Promise<readonly bigint[]> {
    const checkpoints = await takeCheckpoints(transaction);
    return this.models.map((model) => reachedBy(model, checkpoints));
  }
}

/**
 * Reads the checkpoints by updating them unchanged. On PostgreSQL this locks their rows: after a plain read,
 * a replay could swap the tables before this transaction has written to them.
 */
const takeCheckpoints = (transaction: Transaction<CheckpointTables>): Promise<readonly Checkpoint[]> =>
  transaction
    .updateTable('checkpoints')
    .set((eb) => ({ position: eb.ref('position') }))
    .returningAll()
    .execute();

/**
 * Returns the position in the checkpoint of the read model.
 *
 * @throws ReadStoreUnavailableError when it has no checkpoint, or one of another version.
 */
const reachedBy = (model: ReadModel, checkpoints: readonly Checkpoint[]): bigint => {
  const checkpoint = checkpoints.find(({ model: name }) => name === model.name);
  if (checkpoint?.version === model.version) return BigInt(checkpoint.position);
  throw new ReadStoreUnavailableError(
    `${model.name} has version ${checkpoint?.version ?? 'none'} in the read store; this process needs version ${model.version}.`,
  );
};

const isFor = ({ streamPrefixes }: ReadModel, { stream }: RecordedEvent): boolean =>
  streamPrefixes.some((prefix) => stream.startsWith(prefix));
