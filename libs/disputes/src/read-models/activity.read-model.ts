import type { RecordedEvent } from '#libs/event-store';
import { insertRows, type ReadModel } from '#libs/read-store';
import type { Transaction } from 'kysely';
import { disputeStreamPrefix } from '../domain/dispute-stream.js';
import { timelineEntry } from '../projections/dispute-timeline.js';
import { maskPan } from '../projections/personal-data.js';
import type { RecordedDisputeEvent } from '../projections/recorded-dispute-event.js';
import type { ActivitySource } from './activity-source.js';
import { toldRows } from './activity-told.js';
import type { ActivityRow, ActivityTables } from './activity-tables.js';
import { recordedDisputeEvent } from '../streams/recorded-dispute-events.js';

/**
 * One row an event: who did it and when. What is told of a dispute's event stands in the dispute's timeline; the other
 * sources tell what theirs mean.
 */
export const activityReadModel = (others: readonly ActivitySource[]): ReadModel => ({
  name: 'activity',
  version: 2,
  streamPrefixes: [disputeStreamPrefix, ...others.map(({ streamPrefix }) => streamPrefix)],

  createTables: async (database) => {
    await database.schema
      .createTable('activity')
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('recorded_ms', 'bigint', (column) => column.notNull())
      .addColumn('tenant', 'text')
      .addColumn('dispute_id', 'text')
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('credential_id', 'text', (column) => column.notNull())
      .addColumn('holder', 'text', (column) => column.notNull())
      .addColumn('search_text', 'text', (column) => column.notNull())
      .addColumn('stream', 'text')
      .addColumn('entry', 'text')
      .addPrimaryKeyConstraint('activity_key', ['position'])
      .execute();
    for (const [name, columns] of Object.entries(INDEXES))
      await database.schema.createIndex(name).on('activity').columns(columns).execute();
    await database.schema
      .createTable('activity_owners')
      .addColumn('stream', 'text', (column) => column.primaryKey())
      .addColumn('tenant', 'text')
      .addColumn('holder', 'text', (column) => column.notNull())
      .execute();
  },

  dropTables: async (database) => {
    await database.schema.dropTable('activity').ifExists().execute();
    await database.schema.dropTable('activity_owners').ifExists().execute();
  },

  apply: async (transaction, events) => {
    const database = transaction as unknown as Transaction<ActivityTables>;
    const rows = events.filter(isOf(disputeStreamPrefix)).map((event) => rowOf(recordedDisputeEvent(event)));
    for (const source of others)
      rows.push(...(await toldRows(database, source, events.filter(isOf(source.streamPrefix)))));
    await insertRows<ActivityTables, 'activity'>(database, 'activity', { rows });
  },
});

const isOf =
  (prefix: string) =>
  ({ stream }: RecordedEvent): boolean =>
    stream.startsWith(prefix);

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
    stream: null,
    entry: null,
  };
};
