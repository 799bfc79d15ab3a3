import { msOf } from '#libs/kernel';
import { type RecordedEvent, StreamHeldError } from '#libs/event-store';
import { insertRows, jsonInRow, keysAsRows, type ReadModel } from '#libs/read-store';
import type { Kysely, Transaction } from 'kysely';
import { disputeStream, disputeStreamPrefix } from '../../domain/dispute-stream.js';
import { isInvoiceView } from '../../projections/invoice/invoice-dispute-view.js';
import type { DisputeView } from '../../projections/dispute-view.js';
import type { RecordedDisputeEvent } from '../../projections/recorded-dispute-event.js';
import { addDisputeCounts, createDisputeCounts } from './dispute-counts.js';
import { disputeTransitions } from './dispute-transition.js';
import type { DisputeRow, DisputeTables } from './dispute-tables.js';
import { addDisputeVersions, createDisputeVersions } from './dispute-versions.js';
import { createSpellingsIndex } from './odr-spellings.js';
import { listedColumns } from './listed-columns.js';
import { checkDisputeEvent, recordedDisputeEvent } from '../../streams/recorded-dispute-events.js';

/** One row per dispute with its current state, plus the versions and counts that as-of lists read. */
export const disputeReadModel: ReadModel = {
  name: 'disputes',
  version: 6,
  streamPrefixes: [disputeStreamPrefix],
  check: checkDisputeEvent,

  createTables: async (database) => {
    await database.schema
      .createTable('disputes')
      .addColumn('tenant', 'text', (column) => column.notNull())
      .addColumn('dispute_id', 'text', (column) => column.notNull())
      .addColumn('scheme', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('stage', 'text')
      .addColumn('document_number', 'text')
      .addColumn('account_number', 'text')
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('opened_position', 'bigint', (column) => column.notNull())
      .addColumn('opened_ms', 'bigint', (column) => column.notNull())
      .addColumn('has_warning', 'integer', (column) => column.notNull())
      .addColumn('search_text', 'text', (column) => column.notNull())
      .addColumn('view', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('disputes_key', ['tenant', 'dispute_id'])
      .addUniqueConstraint('disputes_by_opening', ['opened_position'])
      .execute();
    for (const [name, columns] of Object.entries(INDEXES))
      await database.schema.createIndex(name).on('disputes').columns(columns).execute();
    await createSpellingsIndex(database);
    await createDisputeVersions(database);
    await createDisputeCounts(database);
  },

  dropTables: async (database) => {
    for (const table of ['disputes', 'dispute_versions', 'dispute_counts'])
      await database.schema.dropTable(table).ifExists().execute();
  },

  apply: (transaction, events) => applyRuns(transaction, runsByDispute(events)),
};

/** One index per list, in the list's order: a page then costs the same however many disputes there are. */
const INDEXES = {
  disputes_of_tenant: ['tenant', 'opened_position'],
  disputes_by_status: ['status', 'opened_position'],
  disputes_of_tenant_by_status: ['tenant', 'status', 'opened_position'],
  disputes_by_document: ['tenant', 'document_number', 'opened_position'],
  disputes_by_account: ['tenant', 'account_number', 'opened_position'],
  disputes_by_time: ['opened_ms', 'opened_position'],
  disputes_of_tenant_by_time: ['tenant', 'opened_ms', 'opened_position'],
};

/** Groups the events by dispute, each group in the order of the log. */
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
  const histories = runs.map((run) => {
    const before = views.get(keyOf(run[0])) ?? null;
    assertGapless(before, run);
    return disputeTransitions(before, run);
  });
  const rows = histories
    .map((steps) => steps.at(-1)?.after)
    .filter((view) => view !== undefined)
    .map(rowOf);
  const steps = histories.flat();
  await addDisputeVersions(database, steps);
  await addDisputeCounts(database, steps);
  await insertRows<DisputeTables, 'disputes'>(database, 'disputes', {
    rows,
    onConflict: (insert) =>
      insert.onConflict((conflict) =>
        conflict.columns(['tenant', 'dispute_id']).doUpdateSet(({ ref }) => ({
          status: ref('excluded.status'),
          stage: ref('excluded.stage'),
          updated_at: ref('excluded.updated_at'),
          has_warning: ref('excluded.has_warning'),
          search_text: ref('excluded.search_text'),
          view: ref('excluded.view'),
        })),
      ),
  });
};

/** @throws StreamHeldError when an event is missing before one of the run. */
const assertGapless = (before: DisputeView | null, run: readonly RecordedDisputeEvent[]): void => {
  let last = before === null ? undefined : BigInt(before.revision);
  for (const { revision, position, eventId, tenant, disputeId, event, recordedAt } of run) {
    if (last !== undefined && revision !== last + 1n)
      throw new StreamHeldError({
        stream: disputeStream(tenant, disputeId),
        kind: 'cut',
        revision: String(last + 1n),
        position: String(position),
        type: event.type,
        eventId,
        reason: `revision ${last + 1n} is not there`,
        since: recordedAt,
      });
    last = revision;
  }
};

const loadViews = async (
  database: Kysely<DisputeTables>,
  runs: readonly (readonly RecordedDisputeEvent[])[],
): Promise<ReadonlyMap<string, DisputeView>> => {
  // A run that begins with the first event of its stream has no row yet.
  const keys = runs.flatMap(([first]) =>
    first === undefined || first.revision === 0n ? [] : [[first.tenant, first.disputeId]],
  );
  if (keys.length === 0) return new Map();
  const rows = await database
    .selectFrom('disputes')
    .select('view')
    .where(({ eb, refTuple }) => eb(refTuple('tenant', 'dispute_id'), 'in', keysAsRows(database, keys)))
    .execute();
  return new Map(
    rows.map(({ view }) => {
      const parsed = jsonInRow(view) as DisputeView;
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
  document_number: isInvoiceView(view) ? view.documentNumber : null,
  account_number: isInvoiceView(view) ? view.accountNumber : null,
  updated_at: view.updatedAt,
  opened_position: Number(view.openedPosition),
  opened_ms: msOf(view.openedAt),
  view: JSON.stringify(view),
  ...listedColumns(view),
});
