import type { RecordedEvent } from '#libs/event-store';
import type { Kysely, Transaction } from 'kysely';
import type { ReadModel } from './read-model.js';
import { ReadStoreUnavailableError } from './read-store-unavailable-error.js';

export interface CheckpointTables {
  /** `position` is text: PostgreSQL and SQLite both give 64-bit integers back in ways that lose digits. */
  readonly checkpoints: Checkpoint;
}

interface Checkpoint {
  readonly model: string;
  readonly version: number;
  readonly position: string;
}

/** The tables of all read models with their checkpoints, wherever the database has them. */
export class ModelTables {
  constructor(
    private readonly database: Kysely<CheckpointTables>,
    readonly models: readonly ReadModel[],
  ) {}

  /**
   * The position that each read model has reached.
   *
   * @throws ReadStoreUnavailableError when the database is down, or its tables are not those of this version.
   */
  async positions(): Promise<readonly bigint[]> {
    // A read model that this version no longer has stays where it was, and must not hold the others back.
    const names = this.models.map(({ name }) => name);
    const checkpoints = await this.database
      .selectFrom('checkpoints')
      .selectAll()
      .where('model', 'in', names)
      .execute();
    return this.models.map((model) => reachedBy(model, checkpoints));
  }

  /** A read model that is new, or of another version, starts again from an empty table and the start of the log. */
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

  /** @see applyIn */
  async apply(events: readonly RecordedEvent[], position: bigint): Promise<void> {
    await this.database.transaction().execute((transaction) => this.applyIn(transaction, events, position));
  }

  /**
   * Applies a run of events and moves the checkpoints to `position`. What a read model has applied before is left
   * out, so the same run may come twice, or from two processes.
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

  /** Keeps every other writer out until the transaction ends, and says how far each read model is. */
  async holdIn(transaction: Transaction<CheckpointTables>): Promise<readonly bigint[]> {
    const checkpoints = await takeCheckpoints(transaction);
    return this.models.map((model) => reachedBy(model, checkpoints));
  }
}

/**
 * Reads the checkpoints by writing them as they are. That locks their rows on PostgreSQL, where a plain read would let
 * the tables be swapped between this and the rows that follow.
 */
const takeCheckpoints = (transaction: Transaction<CheckpointTables>): Promise<readonly Checkpoint[]> =>
  transaction
    .updateTable('checkpoints')
    .set((eb) => ({ position: eb.ref('position') }))
    .returningAll()
    .execute();

/** @throws ReadStoreUnavailableError when the rows are of another version. */
const reachedBy = (model: ReadModel, checkpoints: readonly Checkpoint[]): bigint => {
  const checkpoint = checkpoints.find(({ model: name }) => name === model.name);
  if (checkpoint?.version === model.version) return BigInt(checkpoint.position);
  throw new ReadStoreUnavailableError(
    `${model.name} has version ${checkpoint?.version ?? 'none'} in the read store; this process knows ${model.version}.`,
  );
};

const isFor = ({ streamPrefixes }: ReadModel, { stream }: RecordedEvent): boolean =>
  streamPrefixes.some((prefix) => stream.startsWith(prefix));
