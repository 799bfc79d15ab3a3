import type { HeldStream } from '#libs/event-store';
import type { Kysely, Transaction } from 'kysely';
import { insertRows } from './insert-rows.js';
import { limits } from './limits.js';

/** A stream whose rows stay as they were, because of the record at the position. */
export interface HeldRow {
  readonly stream: string;
  readonly kind: string;
  readonly revision: string | null;
  /** As text, because the revision of a tombstone and a position may be beyond 2^53. */
  readonly position: string;
  readonly type: string;
  readonly event_id: string;
  readonly reason: string;
  readonly since: string | null;
}

export interface HeldTables {
  readonly held_streams: HeldRow;
}

/** The name of the table. Reports leave it out while nothing is held back. */
export const HELD_TABLE = 'held_streams';

/** Creates the table of the streams that are held back, unless it is there. */
export const createHeldTable = (database: Kysely<never>): Promise<void> =>
  database.schema
    .createTable('held_streams')
    .ifNotExists()
    .addColumn('stream', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('revision', 'text')
    .addColumn('position', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('since', 'text')
    .execute();

/** Returns the streams that are held back, by name; of very many, the first. */
export const heldRows = (database: Kysely<HeldTables>): Promise<HeldRow[]> =>
  database.selectFrom('held_streams').selectAll().orderBy('stream').limit(limits.maxHeldStreams).execute();

/** Returns the position from which on each of the streams is held back. */
export const heldPositions = async (
  transaction: Transaction<HeldTables>,
): Promise<ReadonlyMap<string, bigint>> => {
  const rows = await transaction.selectFrom('held_streams').select(['stream', 'position']).execute();
  return new Map(rows.map(({ stream, position }) => [stream, BigInt(position)]));
};

/** Holds a stream back, unless it is held already. */
export const hold = (transaction: Transaction<HeldTables>, held: HeldStream): Promise<void> =>
  insertRows<HeldTables, 'held_streams'>(transaction, 'held_streams', {
    rows: [
      {
        stream: held.stream,
        kind: held.kind,
        revision: held.revision,
        position: held.position ?? '0',
        type: held.type ?? '',
        event_id: held.eventId ?? '',
        reason: held.reason,
        since: held.since,
      },
    ],
    onConflict: (insert) => insert.onConflict((conflict) => conflict.doNothing()),
  });

export const letGo = async (transaction: Transaction<HeldTables>, stream: string): Promise<void> => {
  await transaction.deleteFrom('held_streams').where('stream', '=', stream).execute();
};

/**
 * Forgets which streams are held back, and returns whether any was: rows that are built again find out anew.
 */
export const forgetHeld = async (transaction: Transaction<HeldTables>): Promise<boolean> => {
  const forgotten = await transaction.deleteFrom('held_streams').returning('stream').execute();
  return forgotten.length > 0;
};

/** Returns the row in the words of the event store. */
export const heldStreamOf = ({ kind, event_id: eventId, ...row }: HeldRow): HeldStream => ({
  ...row,
  kind: kind === 'cut' ? 'cut' : 'unreadable',
  eventId,
});
