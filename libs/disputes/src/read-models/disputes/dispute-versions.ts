import { insertRows, versionColumns, type VersionColumns, withVersionColumns } from '#libs/read-store';
import type { Kysely, Transaction } from 'kysely';
import type { DisputeTransition } from './dispute-transition.js';
import { type ListedColumns, listedColumns } from './listed-columns.js';

/** What lists show of a dispute and filter it by, from one of its events until the next. */
export interface DisputeVersionRow extends VersionColumns, ListedColumns {
  /** Identifies the dispute, in less space than its tenant and id. */
  readonly opened_position: number;
  readonly revision: number;
}

export interface DisputeVersionTables {
  readonly dispute_versions: DisputeVersionRow;
}

export const createDisputeVersions = async (database: Kysely<never>): Promise<void> => {
  await withVersionColumns(database.schema.createTable('dispute_versions'))
    .addColumn('opened_position', 'bigint', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('stage', 'text')
    .addColumn('has_warning', 'integer', (column) => column.notNull())
    .addColumn('search_text', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('dispute_versions_key', ['opened_position', 'from_position'])
    .execute();
  await database.schema
    .createIndex('dispute_versions_by_time')
    .on('dispute_versions')
    .columns(['opened_position', 'from_ms', 'from_position'])
    .execute();
  // For the last event by an instant.
  await database.schema
    .createIndex('dispute_versions_of_all')
    .on('dispute_versions')
    .columns(['from_ms', 'from_position'])
    .execute();
};

export const addDisputeVersions = (
  database: Transaction<DisputeVersionTables>,
  steps: readonly DisputeTransition[],
): Promise<void> =>
  insertRows<DisputeVersionTables, 'dispute_versions'>(database, 'dispute_versions', {
    rows: steps.map(rowOf),
  });

const rowOf = ({ after, recorded }: DisputeTransition): DisputeVersionRow => ({
  opened_position: Number(after.openedPosition),
  revision: Number(recorded.revision),
  ...versionColumns(recorded),
  ...listedColumns(after),
});
