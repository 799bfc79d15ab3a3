import type { RecordedEvent } from '#libs/event-store';
import {
  jsonInRow,
  type ReadModel,
  type VersionColumns,
  versionColumns,
  withVersionColumns,
} from '#libs/read-store';
import type { Transaction } from 'kysely';
import { disputeStreamPrefix } from '../../domain/dispute-stream.js';
import {
  type DisputeResolution,
  projectResolution,
  resolvingEvent,
} from '../../projections/dispute-resolution.js';
import type { ResolutionTables, ResolutionRow } from './resolution-tables.js';
import { checkDisputeEvent, recordedDisputeEvent } from '../../streams/recorded-dispute-events.js';

/**
 * One row per decision on how a dispute ended. Rows are only added, so that lists can be read as of any
 * moment.
 */
export const resolutionReadModel: ReadModel = {
  name: 'dispute_resolutions',
  version: 4,
  streamPrefixes: [disputeStreamPrefix],
  check: checkDisputeEvent,

  createTables: async (database) => {
    await withVersionColumns(database.schema.createTable('dispute_resolutions'))
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('dispute_id', 'text', (column) => column.notNull())
      .addColumn('scheme', 'text', (column) => column.notNull())
      .addColumn('code', 'text', (column) => column.notNull())
      .addColumn('is_valid', 'integer')
      .addColumn('resolved_at', 'text', (column) => column.notNull())
      .addColumn('resolved_position', 'bigint', (column) => column.notNull())
      .addColumn('entry', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('dispute_resolutions_key', ['resolved_position', 'from_position'])
      .execute();
    await database.schema
      .createIndex('dispute_resolutions_by_time')
      .on('dispute_resolutions')
      .columns(['resolved_position', 'from_ms', 'from_position'])
      .execute();
    await database.schema
      .createIndex('dispute_resolutions_of_dispute')
      .on('dispute_resolutions')
      .columns(['tenant', 'dispute_id', 'from_position'])
      .execute();
    await database.schema
      .createIndex('dispute_resolutions_of_tenant')
      .on('dispute_resolutions')
      .columns(['tenant', 'resolved_position'])
      .execute();
  },

  dropTables: async (database) => {
    await database.schema.dropTable('dispute_resolutions').ifExists().execute();
  },

  apply: async (transaction, events) => {
    const database = transaction as unknown as Transaction<ResolutionTables>;
    for (const event of events) await applyEvent(database, event);
  },
};

const applyEvent = async (database: Transaction<ResolutionTables>, event: RecordedEvent): Promise<void> => {
  const recorded = recordedDisputeEvent(event);
  // Other events do not need a query.
  if (resolvingEvent(recorded.event) === null) return;
  const known = await knownResolution(database, recorded);
  const entry = projectResolution(known, recorded);
  if (entry === null || entry === known) return;
  await database
    .insertInto('dispute_resolutions')
    .values({ ...versionColumns(recorded), ...rowOf(entry) })
    .execute();
};

const knownResolution = async (
  database: Transaction<ResolutionTables>,
  { tenant, disputeId }: Pick<DisputeResolution, 'tenant' | 'disputeId'>,
): Promise<DisputeResolution | null> => {
  const row = await database
    .selectFrom('dispute_resolutions')
    .select('entry')
    .where('tenant', '=', tenant)
    .where('dispute_id', '=', disputeId)
    .orderBy('from_position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : (jsonInRow(row.entry) as DisputeResolution);
};

const rowOf = (entry: DisputeResolution): Omit<ResolutionRow, keyof VersionColumns> => ({
  tenant: entry.tenant,
  dispute_id: entry.disputeId,
  scheme: entry.scheme,
  code: entry.code,
  is_valid: entry.isValid === null ? null : Number(entry.isValid),
  resolved_at: entry.resolvedAt,
  resolved_position: Number(entry.resolvedPosition),
  entry: JSON.stringify(entry),
});
