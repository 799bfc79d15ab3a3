import type { Acceptances, RecordedEvent } from '#libs/event-store';
import { changedPointers, type JsonLeaves } from '#libs/kernel';
import { openMemoryDatabase } from '#libs/sqlite';
import { Kysely, sql } from 'kysely';
import type { CheckpointTables } from '../checkpoints.js';
import { ModelTables } from '../model-tables.js';
import type { ReadModel } from '../read-model.js';
import { sqliteDialect } from '../sqlite-dialect.js';
import { fieldsOfRow } from './field-differences.js';
import type { Row } from './replay-result.js';

/** The event that last set each field of a row, by the name of the field. Includes fields that are gone. */
export type FieldEvents = ReadonlyMap<string, RecordedEvent>;

/** A row to trace: its table and its key, and what is known of its events. */
export interface TracedRow {
  readonly table: string;
  readonly key: Row;
  /** The decisions of operators about events that cannot be read. */
  readonly accepted: Acceptances;
}

/**
 * Finds the event that set each field of a row whose state several events of one stream made. Builds the row a
 * second time in memory, event by event, with the read model itself: whatever a read model derives from its
 * events is explained by this without knowing it.
 */
export const fieldEvents = async (
  models: readonly ReadModel[],
  events: AsyncIterable<RecordedEvent>,
  { table, key, accepted }: TracedRow,
): Promise<FieldEvents> => {
  const database = new Kysely<CheckpointTables>({ dialect: sqliteDialect(await openMemoryDatabase()) });
  try {
    const tables = new ModelTables(database, models);
    await tables.prepare();
    const setBy = new Map<string, RecordedEvent>();
    let before: JsonLeaves = new Map();
    for await (const event of events) {
      await tables.apply({ events: [event], position: event.position, accepted });
      const { rows } = await sql<Row>`select * from ${sql.table(table)} where ${isKey(key)}`.execute(
        database,
      );
      const after = fieldsOfRow(rows[0] ?? {});
      for (const field of changedPointers(before, after)) setBy.set(field, event);
      before = after;
    }
    return setBy;
  } finally {
    await database.destroy();
  }
};

const isKey = (key: Row) =>
  sql.join(
    Object.entries(key).map(([column, value]) => sql`${sql.ref(column)} = ${value}`),
    sql` and `,
  );
