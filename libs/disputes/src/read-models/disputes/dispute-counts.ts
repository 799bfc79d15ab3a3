import { msOf } from '#libs/kernel';
import { bucketsOf, insertRows } from '#libs/read-store';
import type { Kysely, Transaction } from 'kysely';
import type { NormalisedStatus } from '../../projections/dispute-head.js';
import type { DisputeView } from '../../projections/dispute-view.js';
import type { DisputeTransition } from './dispute-transition.js';

/** The key of the disputes that are counted together. */
interface CountedGroup {
  readonly tenant: string;
  readonly scheme: string;
  readonly status: NormalisedStatus;
  /** Empty for a kind without stages: a key has no null. */
  readonly stage: string;
  readonly has_warning: number;
}

export type CountedAxis = 'recorded' | 'position';

/** The growth of a group within one bucket of an axis (see `running-sums.ts` in libs/read-store). */
export interface DisputeCountRow extends CountedGroup {
  readonly axis: CountedAxis;
  readonly level: number;
  readonly bucket: number;
  readonly growth: number;
}

export interface DisputeCountTables {
  readonly dispute_counts: DisputeCountRow;
}

const KEY = ['axis', 'level', 'bucket', 'tenant', 'scheme', 'status', 'stage', 'has_warning'] as const;

export const createDisputeCounts = async (database: Kysely<never>): Promise<void> => {
  await database.schema
    .createTable('dispute_counts')
    .addColumn('axis', 'text', (column) => column.notNull())
    .addColumn('level', 'integer', (column) => column.notNull())
    .addColumn('bucket', 'bigint', (column) => column.notNull())
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('scheme', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('has_warning', 'integer', (column) => column.notNull())
    .addColumn('growth', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('dispute_counts_key', [...KEY])
    .execute();
};

export const addDisputeCounts = (
  database: Transaction<DisputeCountTables>,
  steps: readonly DisputeTransition[],
): Promise<void> =>
  insertRows<DisputeCountTables, 'dispute_counts'>(database, 'dispute_counts', {
    rows: growthOf(steps),
    onConflict: (insert) =>
      insert.onConflict((conflict) =>
        conflict.columns([...KEY]).doUpdateSet(({ eb, ref }) => ({
          growth: eb('dispute_counts.growth', '+', ref('excluded.growth')),
        })),
      ),
  });

/** Returns one row per bucket, whatever happened in it: one statement must not touch a row twice. */
const growthOf = (steps: readonly DisputeTransition[]): readonly DisputeCountRow[] => {
  const rows = new Map<string, DisputeCountRow>();
  const grow = (row: DisputeCountRow): void => {
    const key = JSON.stringify(KEY.map((column) => row[column]));
    rows.set(key, { ...row, growth: row.growth + (rows.get(key)?.growth ?? 0) });
  };
  for (const step of steps) for (const row of growthBy(step)) grow(row);
  // A growth of zero is kept, so that the rows do not depend on how the log is cut into batches.
  return [...rows.values()];
};

const growthBy = ({ before, after, recorded }: DisputeTransition): readonly DisputeCountRow[] => {
  const left = before === null ? null : groupOf(before);
  const joined = groupOf(after);
  if (left !== null && sameGroup(left, joined)) return [];
  const points = [
    { axis: 'recorded', point: msOf(recorded.recordedAt) },
    { axis: 'position', point: Number(recorded.position) },
  ] as const;
  return points.flatMap(({ axis, point }) =>
    bucketsOf(point).flatMap((place) => [
      { axis, ...place, ...joined, growth: 1 },
      ...(left === null ? [] : [{ axis, ...place, ...left, growth: -1 }]),
    ]),
  );
};

const groupOf = ({ tenant, scheme, status, stage, warnings }: DisputeView): CountedGroup => ({
  tenant,
  scheme,
  status,
  stage: stage ?? '',
  has_warning: warnings.length > 0 ? 1 : 0,
});

const sameGroup = (one: CountedGroup, other: CountedGroup): boolean =>
  one.status === other.status && one.stage === other.stage && one.has_warning === other.has_warning;
