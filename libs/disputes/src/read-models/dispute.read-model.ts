import type { RecordedEvent } from '#libs/event-store';
import type { ReadModel } from '#libs/read-store';
import type { Kysely, Transaction } from 'kysely';
import { disputeStreamPrefix } from '../domain/dispute-stream.js';
import { isDeliveryView } from '../projections/delivery-dispute-view.js';
import { type DisputeView, projectDispute } from '../projections/dispute-view.js';
import type { RecordedDisputeEvent } from '../projections/recorded-dispute-event.js';
import type { DisputeRow, DisputeTables } from './dispute-tables.js';
import { recordedDisputeEvent } from './recorded-dispute-events.js';

/** SQLite takes 32,766 parameters in one statement; a row has ten. */
const ROWS_PER_STATEMENT = 500;

/** One row a dispute: what it is now. */
export const disputeReadModel: ReadModel = {
  name: 'disputes',
  version: 2,
  streamPrefixes: [disputeStreamPrefix],

  createTables: async (database) => {
    await database.schema
      .createTable('disputes')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('dispute_id', 'text', (column) => column.notNull())
      .addColumn('scheme', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('stage', 'text')
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('opened_position', 'bigint', (column) => column.notNull())
      .addColumn('has_warning', 'integer', (column) => column.notNull())
      .addColumn('search_text', 'text', (column) => column.notNull())
      .addColumn('view', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('disputes_key', ['tenant', 'dispute_id'])
      .execute();
    await database.schema
      .createIndex('disputes_by_opening')
      .on('disputes')
      .columns(['opened_position'])
      .unique()
      .execute();
    await database.schema
      .createIndex('disputes_of_tenant')
      .on('disputes')
      .columns(['tenant', 'opened_position'])
      .execute();
    await database.schema
      .createIndex('disputes_by_status')
      .on('disputes')
      .columns(['status', 'tenant'])
      .execute();
  },

  dropTables: async (database) => {
    await database.schema.dropTable('disputes').ifExists().execute();
  },

  apply: async (transaction, events) => {
    const database = transaction as unknown as Transaction<DisputeTables>;
    const runs = runsByDispute(events);
    for (let start = 0; start < runs.length; start += ROWS_PER_STATEMENT)
      await applyRuns(database, runs.slice(start, start + ROWS_PER_STATEMENT));
  },
};

/** What happened to each dispute, in order. */
const runsByDispute = (events: readonly RecordedEvent[]): readonly (readonly RecordedDisputeEvent[])[] => {
  const runs = new Map<string, RecordedDisputeEvent[]>();
  for (const event of events) {
    const run = runs.get(event.stream) ?? [];
    run.push(recordedDisputeEvent(event));
    runs.set(event.stream, run);
  }
  return [...runs.values()];
};

const applyRuns = async (
  database: Transaction<DisputeTables>,
  runs: readonly (readonly RecordedDisputeEvent[])[],
): Promise<void> => {
  const views = await loadViews(database, runs);
  const rows = runs
    .map((run) => run.reduce(projectDispute, views.get(keyOf(run[0])) ?? null))
    .filter((view) => view !== null)
    .map(rowOf);
  if (rows.length === 0) return;
  await database
    .insertInto('disputes')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'dispute_id']).doUpdateSet(({ ref }) => ({
        status: ref('excluded.status'),
        stage: ref('excluded.stage'),
        updated_at: ref('excluded.updated_at'),
        has_warning: ref('excluded.has_warning'),
        search_text: ref('excluded.search_text'),
        view: ref('excluded.view'),
      })),
    )
    .execute();
};

const loadViews = async (
  database: Kysely<DisputeTables>,
  runs: readonly (readonly RecordedDisputeEvent[])[],
): Promise<ReadonlyMap<string, DisputeView>> => {
  // A run that begins with the stream's first event has no row yet.
  const known = runs.map(([first]) => first).filter((first) => first !== undefined && first.revision > 0n);
  if (known.length === 0) return new Map();
  const rows = await database
    .selectFrom('disputes')
    .select('view')
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('tenant', 'dispute_id'),
        'in',
        known.map((first) => tuple(first?.tenant ?? '', first?.disputeId ?? '')),
      ),
    )
    .execute();
  return new Map(
    rows.map(({ view }) => {
      const parsed = JSON.parse(view) as DisputeView;
      return [keyOf(parsed), parsed];
    }),
  );
};

const keyOf = (dispute: { tenant: string; disputeId: string } | undefined): string =>
  dispute === undefined ? '' : `${dispute.tenant}.${dispute.disputeId}`;

const rowOf = (view: DisputeView): DisputeRow => ({
  tenant: view.tenant,
  dispute_id: view.disputeId,
  scheme: view.scheme,
  status: view.status,
  stage: view.stage,
  updated_at: view.updatedAt,
  opened_position: Number(view.openedPosition),
  has_warning: view.warnings.length > 0 ? 1 : 0,
  search_text: searchTextOf(view).toLowerCase(),
  view: JSON.stringify(view),
});

/** The words by which somebody would look for the dispute. */
const searchTextOf = (view: DisputeView): string => {
  const words = isDeliveryView(view)
    ? [view.openedBy, view.campaignId, ...view.screenIds]
    : [view.institution, view.lastUpdate?.text, view.lastUpdate?.by];
  return [view.disputeId, ...words].filter((word) => word !== null && word !== undefined).join(' ');
};
