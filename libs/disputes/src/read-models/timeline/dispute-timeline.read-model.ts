import { insertRows, type ReadModel } from '#libs/read-store';
import type { Transaction } from 'kysely';
import type { RecordedEvent } from '#libs/event-store';
import { exportStreamPrefix } from '../../domain/dispute-exported.js';
import { disputeStreamPrefix } from '../../domain/dispute-stream.js';
import { type TimelineEntry, timelineEntry } from '../../projections/dispute-timeline.js';
import { exportEntry } from '../../projections/export-entry.js';
import type { RecordedDisputeEvent } from '../../projections/recorded-dispute-event.js';
import type { Recording } from '../../projections/recording.js';
import type { TimelineTables, TimelineRow } from './timeline-tables.js';
import { checkDisputeEvent, recordedDisputeEvent } from '../../streams/recorded-dispute-events.js';
import { checkExport, isExport, recordedExport } from '../../streams/recorded-exports.js';

/**
 * One row per event of a dispute, and per export of it: what happened, as the timeline shows it. The order of
 * the timeline is that of the log, as exports are events of another stream.
 */
export const disputeTimelineReadModel: ReadModel = {
  name: 'dispute_timeline',
  version: 5,
  streamPrefixes: [disputeStreamPrefix, exportStreamPrefix],
  check: (event) => {
    if (isExport(event)) checkExport(event);
    else checkDisputeEvent(event);
  },

  createTables: async (database) => {
    await database.schema
      .createTable('dispute_timeline')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('dispute_id', 'text', (column) => column.notNull())
      .addColumn('position', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('recorded_at', 'text', (column) => column.notNull())
      .addColumn('occurred_on', 'text')
      .addColumn('entry', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('dispute_timeline_key', ['tenant', 'dispute_id', 'position'])
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
        rows: events
          // Of an export that is passed over, nobody knows of which dispute it was.
          .filter((event) => !isExport(event) || event.passedOver === undefined)
          .map((event) => (isExport(event) ? exportRowOf(event) : rowOf(recordedDisputeEvent(event)))),
      },
    ),
};

const rowOf = (recorded: RecordedDisputeEvent): TimelineRow => shown(recorded, timelineEntry(recorded));

const exportRowOf = (event: RecordedEvent): TimelineRow => {
  const recorded = recordedExport(event);
  return shown(recorded, exportEntry(recorded.exported, recorded));
};

const shown = (
  { tenant, disputeId, position, actor, recordedAt }: Recording,
  entry: TimelineEntry,
): TimelineRow => ({
  tenant,
  dispute_id: disputeId,
  position: Number(position),
  revision: Number(entry.revision),
  type: entry.type,
  actor: actor.name,
  recorded_at: recordedAt,
  occurred_on: entry.occurredAt,
  entry: JSON.stringify(entry),
});
