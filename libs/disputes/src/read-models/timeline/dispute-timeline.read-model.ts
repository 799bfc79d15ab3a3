import { insertRows, type ReadModel } from '#libs/read-store';
import type { Transaction } from 'kysely';
import { disputeStreamPrefix } from '../../domain/dispute-stream.js';
import { timelineEntry } from '../../projections/dispute-timeline.js';
import type { RecordedDisputeEvent } from '../../projections/recorded-dispute-event.js';
import type { TimelineTables, TimelineRow } from './timeline-tables.js';
import { recordedDisputeEvent } from '../../streams/recorded-dispute-events.js';

/** One row per event of a dispute: what happened, as the timeline shows it. */
export const disputeTimelineReadModel: ReadModel = {
  name: 'dispute_timeline',
  version: 5,
  streamPrefixes: [disputeStreamPrefix],

  createTables: async (database) => {
    await database.schema
      .createTable('dispute_timeline')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('dispute_id', 'text', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('recorded_at', 'text', (column) => column.notNull())
      .addColumn('occurred_on', 'text')
      .addColumn('entry', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('dispute_timeline_key', ['tenant', 'dispute_id', 'revision'])
      .execute();
  },

  dropTables: async (database) => {
    await database.schema.dropTable('dispute_timeline').ifExists().execute();
  },

  apply: (transaction, events) =>
    insertRows<TimelineTables, 'dispute_timeline'>(
      transaction as unknown as Transaction<TimelineTables>,
      'dispute_timeline',
      {
        rows: events.map((event) => rowOf(recordedDisputeEvent(event))),
      },
    ),
};

const rowOf = (recorded: RecordedDisputeEvent): TimelineRow => {
  const entry = timelineEntry(recorded);
  return {
    tenant: recorded.tenant,
    dispute_id: recorded.disputeId,
    revision: Number(recorded.revision),
    type: recorded.event.type,
    actor: recorded.actor.name,
    recorded_at: recorded.recordedAt,
    occurred_on: entry.occurredAt,
    entry: JSON.stringify(entry),
  };
};
