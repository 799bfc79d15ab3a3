import { msOf } from '#libs/kernel';
import type { LogMoment } from '#libs/event-store';
import { bucketsUpTo, type BucketRange } from '#libs/read-store';
import type { Kysely } from 'kysely';
import type { CountedFilter, DisputeFilter } from './dispute-filter.js';
import type { CountedAxis } from './dispute-counts.js';
import type { DisputeTables } from './dispute-tables.js';

/** Returns whether the kept counts can answer the filter. Any other filter counts over all disputes. */
export const hasKeptCounts = ({ q, updatedAfter, documentNumber, accountNumber }: DisputeFilter): boolean =>
  [q, updatedAfter, documentNumber, accountNumber].every((narrowing) => narrowing === undefined);

/**
 * Returns the number of disputes per status or stage at the moment, or now (`at: null`), without those that
 * have none.
 */
export const keptCounts = async (
  database: Kysely<DisputeTables>,
  filter: CountedFilter,
  { by, at }: { readonly by: 'status' | 'stage'; readonly at: LogMoment | null },
): Promise<ReadonlyMap<string, number>> => {
  const { axis, ranges } = bucketsAt(at);
  // One query per stretch of the key: SQLite reads the whole axis for a query that joins them with `or`.
  const [first, ...others] = ranges
    .filter(({ from, to }) => from < to)
    .map((range) => growthIn(database, filter, { axis, ...range }));
  if (first === undefined) return new Map();
  const growth = others.reduce((all, other) => all.unionAll(other), first);
  const rows = await database
    .selectFrom(growth.as('growths'))
    .where('stage', by === 'stage' ? '<>' : '>=', '')
    .select([by, ({ fn }) => fn.sum<number>('growth').as('count')])
    .groupBy(by)
    .execute();
  return countsFrom(rows.map((row) => [row[by], row.count]));
};

const growthIn = (
  database: Kysely<DisputeTables>,
  { tenant, scheme, hasWarning }: CountedFilter,
  { axis, level, from, to }: BucketRange & { readonly axis: CountedAxis },
) =>
  database
    .selectFrom('dispute_counts')
    .where('axis', '=', axis)
    .where('level', '=', level)
    .where('bucket', '>=', from)
    .where('bucket', '<', to)
    .$if(tenant !== undefined, (query) => query.where('tenant', '=', tenant ?? ''))
    .$if(scheme !== undefined, (query) => query.where('scheme', '=', scheme ?? ''))
    .$if(hasWarning !== undefined, (query) => query.where('has_warning', '=', hasWarning === true ? 1 : 0))
    .select(['status', 'stage', 'growth']);

/** Reads the counts of a result; PostgreSQL returns sums and counts as text. */
export const countsFrom = (
  rows: readonly (readonly [string, number | string])[],
): ReadonlyMap<string, number> =>
  new Map(rows.map(([name, count]) => [name, Number(count)] as const).filter(([, count]) => count > 0));

const bucketsAt = (
  at: LogMoment | null,
): { readonly axis: CountedAxis; readonly ranges: readonly BucketRange[] } => {
  if (at?.kind === 'instant') return { axis: 'recorded', ranges: bucketsUpTo(msOf(at.instant)) };
  return { axis: 'position', ranges: bucketsUpTo(Number(at?.position ?? Number.MAX_SAFE_INTEGER)) };
};
