import type { LogMark } from '#libs/event-store';
import type { Kysely, Transaction } from 'kysely';
import type { HeldTables } from './held-rows.js';
import { insertRows } from './insert-rows.js';
import type { ReadModel } from './read-model.js';
import { ReadStoreUnavailableError } from './read-store-unavailable-error.js';

export interface CheckpointTables extends HeldTables {
  /** Positions are text: both databases return integers as numbers, which are exact only up to 2^53. */
  readonly checkpoints: Checkpoint;
}

export interface Checkpoint {
  readonly model: string;
  readonly version: number;
  /** Up to here the log was examined. */
  readonly position: string;
  /** The last event that the rows have taken, by which they know their log; null if they have taken none. */
  readonly event_position: string | null;
  readonly event_id: string | null;
  /** The position with which the event was written. A version that knows no events moves only `position`. */
  readonly event_as_of: string | null;
}

/** How far a read model is, and what it took last. */
export interface Reached {
  readonly model: ReadModel;
  readonly position: bigint;
  /** Undefined where it has taken nothing; `unknown` for rows of a version that did not write it down. */
  readonly last: LogMark | undefined | 'unknown';
}

/** The columns that make a checkpoint, for a read model that has reached this far. */
export const checkpointOf = (
  { name, version }: ReadModel,
  position: bigint,
  last: LogMark | undefined,
): Checkpoint => ({
  model: name,
  version,
  position: String(position),
  event_position: last === undefined ? null : String(last.position),
  event_id: last?.id ?? null,
  event_as_of: String(position),
});

/**
 * Creates the table, and returns its rows. One that was made before rows knew their log is replaced by an empty
 * one: nothing tells of which log those rows are, so that they have to be built again.
 */
export const preparedCheckpoints = async (
  transaction: Transaction<CheckpointTables>,
): Promise<readonly Checkpoint[]> => {
  await createTable(transaction);
  const known = await transaction.selectFrom('checkpoints').selectAll().execute();
  if (known.every((checkpoint) => 'event_id' in checkpoint)) return known;
  await transaction.schema.dropTable('checkpoints').execute();
  await createTable(transaction);
  return [];
};

const createTable = async (transaction: Transaction<CheckpointTables>): Promise<void> => {
  await transaction.schema
    .createTable('checkpoints')
    .ifNotExists()
    .addColumn('model', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('position', 'text', (column) => column.notNull())
    .addColumn('event_position', 'text')
    .addColumn('event_id', 'text')
    .addColumn('event_as_of', 'text')
    .execute();
};

/** Writes the checkpoints, new ones or others in their place. */
export const writeCheckpoints = (
  transaction: Transaction<CheckpointTables>,
  rows: readonly Checkpoint[],
): Promise<void> =>
  insertRows<CheckpointTables, 'checkpoints'>(transaction, 'checkpoints', {
    rows,
    onConflict: (insert) =>
      insert.onConflict((conflict) =>
        conflict.column('model').doUpdateSet((eb) => ({
          version: eb.ref('excluded.version'),
          position: eb.ref('excluded.position'),
          event_position: eb.ref('excluded.event_position'),
          event_id: eb.ref('excluded.event_id'),
          event_as_of: eb.ref('excluded.event_as_of'),
        })),
      ),
  });

/**
 * Reads the checkpoints by updating them unchanged. On PostgreSQL this locks their rows: after a plain read,
 * a replay could swap the tables before this transaction has written to them.
 */
export const takeCheckpoints = (transaction: Transaction<CheckpointTables>): Promise<readonly Checkpoint[]> =>
  transaction
    .updateTable('checkpoints')
    .set((eb) => ({ position: eb.ref('position') }))
    .returningAll()
    .execute();

/**
 * Reads the checkpoints of the read models. That of a read model which this version does not have stays where it
 * was, and must not hold the others back.
 */
export const readCheckpoints = (
  database: Kysely<CheckpointTables>,
  models: readonly ReadModel[],
): Promise<readonly Checkpoint[]> =>
  database
    .selectFrom('checkpoints')
    .selectAll()
    .where(
      'model',
      'in',
      models.map(({ name }) => name),
    )
    .execute();

/**
 * Returns how far the read model is.
 *
 * @throws ReadStoreUnavailableError when it has no checkpoint, or one of another version.
 */
export const reachedBy = (model: ReadModel, checkpoints: readonly Checkpoint[]): Reached => {
  const checkpoint = checkpoints.find(({ model: name }) => name === model.name);
  if (checkpoint?.version === model.version)
    return { model, position: BigInt(checkpoint.position), last: lastOf(checkpoint) };
  throw new ReadStoreUnavailableError(
    `${model.name} has version ${checkpoint?.version ?? 'none'} in the read store; this process needs version ${model.version}.`,
  );
};

const lastOf = ({
  position,
  event_as_of: asOf,
  event_position: at,
  event_id: id,
}: Checkpoint): Reached['last'] => {
  if (position === '0') return undefined;
  if (asOf !== position) return 'unknown';
  return at === null || id === null ? undefined : { position: BigInt(at), id };
};
