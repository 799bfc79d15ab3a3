import { msOf } from '#libs/kernel';
import {
  checkDisputeEvent,
  disputeStreamPrefix,
  maskPan,
  type RecordedDisputeEvent,
  recordedDisputeEvent,
  timelineEntry,
} from '#libs/disputes';
import { readingEvent, type RecordedEvent } from '#libs/event-store';
import { insertRows, type ReadModel } from '#libs/read-store';
import type { Transaction } from 'kysely';
import { sources } from '../sources.js';
import type { ActivityRow, ActivityTables } from './activity-tables.js';
import { NOBODY, sourceRows } from './source-rows.js';

/**
 * One row per event: who did it, and when. The timeline has the description of a dispute's event; the sources
 * describe the others, exports of a dispute included.
 */
export const activityReadModel: ReadModel = {
  name: 'activity',
  version: 3,
  streamPrefixes: [disputeStreamPrefix, ...sources.map(({ streamPrefix }) => streamPrefix)],

  check: (event) => {
    if (isOf(disputeStreamPrefix)(event)) checkDisputeEvent(event);
    for (const source of sources)
      if (isOf(source.streamPrefix)(event))
        readingEvent(event, () => source.describe(event, source.ownerOf(event) ?? NOBODY));
  },

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
    for (const source of sources)
      rows.push(...(await sourceRows(database, source, events.filter(isOf(source.streamPrefix)))));
    await insertRows<ActivityTables, 'activity'>(database, 'activity', { rows });
  },
};

const isOf =
  (prefix: string) =>
  ({ stream }: RecordedEvent): boolean =>
    stream.startsWith(prefix);

/** One index per filter, in the list's order: a page then costs the same however many events there are. */
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
    recorded_ms: msOf(recorded.recordedAt),
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
