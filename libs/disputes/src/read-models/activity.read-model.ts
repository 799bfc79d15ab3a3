import { insertRows, type ReadModel } from '#libs/read-store';
import type { Transaction } from 'kysely';
import { disputeStreamPrefix } from '../domain/dispute-stream.js';
import { timelineEntry } from '../projections/dispute-timeline.js';
import { maskPan } from '../projections/personal-data.js';
import type { RecordedDisputeEvent } from '../projections/recorded-dispute-event.js';
import type { ActivityRow, DisputeTables } from './dispute-tables.js';
import { recordedDisputeEvent } from './recorded-dispute-events.js';

/** One row an event of a dispute: who did it and when. What is told of it stands in the dispute's timeline. */
export const activityReadModel: ReadModel = {
  name: 'activity',
  version: 1,
  streamPrefixes: [disputeStreamPrefix],

  createTables: async (database) => {
    await database.schema
      .createTable('activity')
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('recorded_ms', 'bigint', (column) => column.notNull())
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('dispute_id', 'text', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('credential_id', 'text', (column) => column.notNull())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('search_text', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('activity_key', ['position'])
      .execute();
    for (const [name, columns] of Object.entries(INDEXES))
      await database.schema.createIndex(name).on('activity').columns(columns).execute();
  },

  dropTables: async (database) => {
    await database.schema.dropTable('activity').ifExists().execute();
  },

  apply: (transaction, events) =>
    insertRows(transaction as unknown as Transaction<DisputeTables>, 'activity', {
      rows: events.map((event) => rowOf(recordedDisputeEvent(event))),
    }),
};

/** One for each filter, which gives its rows in the list's order: a page then costs the same however many there are. */
const INDEXES = {
  activity_by_time: ['recorded_ms', 'position'],
  activity_of_tenant: ['tenant', 'recorded_ms', 'position'],
  activity_of_actor: ['actor', 'recorded_ms', 'position'],
  activity_of_credential: ['credential_id', 'recorded_ms', 'position'],
  activity_of_holder: ['holder', 'recorded_ms', 'position'],
  activity_of_type: ['type', 'recorded_ms', 'position'],
};

const rowOf = (recorded: RecordedDisputeEvent): ActivityRow => {
  const { type, summary, actor } = timelineEntry(recorded);
  const words = [recorded.disputeId, type, summary, actor.name, actor.role ?? '', recorded.holder];
  return {
    position: Number(recorded.position),
    recorded_ms: Date.parse(recorded.recordedAt),
    tenant: recorded.tenant,
    dispute_id: recorded.disputeId,
    revision: Number(recorded.revision),
    type,
    actor: actor.name,
    credential_id: recorded.credentialId,
    holder: maskPan(recorded.holder),
    search_text: maskPan(words.join(' ')).toLowerCase(),
  };
};
