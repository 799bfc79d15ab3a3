import { type TimePlace, msOf } from '#libs/kernel';
import type { LogMoment } from '#libs/event-store';
import { containing, stoodAt } from '#libs/read-store';
import { type Kysely, sql } from 'kysely';
import type { DisputeFilter, ListOrder } from './dispute-filter.js';
import type { DisputeTables } from './dispute-tables.js';
import { limits } from '../../limits.js';

export interface PastDisputePage {
  readonly filter: DisputeFilter;
  /** Only disputes that were opened before this place, or after it when the oldest come first. */
  readonly before: TimePlace | null;
  readonly order?: ListOrder;
  readonly limit: number;
}

type Tables = Kysely<DisputeTables>;

/** A 64-bit integer as the databases return it: PostgreSQL returns text. */
type StoredInteger = number | string;

/** The version of a dispute that an as-of list shows. */
export interface VersionRow {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly opened_ms: StoredInteger;
  readonly opened_position: StoredInteger;
  readonly revision: StoredInteger;
}

/**
 * Returns the rows of the page and one more, if there is one; fewer if the page reached its limit of
 * disputes.
 */
export const versionsOnPage = (
  tables: Tables,
  page: PastDisputePage,
  moment: LogMoment,
): Promise<readonly VersionRow[]> => {
  const { filter, limit } = page;
  const window = isNarrow(filter) ? limits.maxPastDisputesLookedAt : limit + 1;
  const { direction } = ways[page.order ?? 'newest-first'];
  return fitting(tables, { candidates: candidates(tables, page, moment).limit(window), filter }, moment)
    .select(['d.tenant', 'd.dispute_id', 'd.opened_ms', 'd.opened_position', 'v.revision'])
    .$if(moment.kind === 'instant', (query) => query.orderBy('d.opened_ms', direction))
    .orderBy('d.opened_position', direction)
    .limit(limit + 1)
    .execute();
};

/** Returns the last dispute that the page looked at if it reached its limit; null if it saw them all. */
export const endOfWindow = async (
  tables: Tables,
  page: PastDisputePage,
  moment: LogMoment,
): Promise<TimePlace | null> => {
  if (!isNarrow(page.filter)) return null;
  const last = await candidates(tables, page, moment)
    .limit(1)
    .offset(limits.maxPastDisputesLookedAt - 1)
    .executeTakeFirst();
  return last === undefined ? null : placeOf(last);
};

/** Counts the disputes that fit the filter, their statuses and stages among it, up to `most`. */
export const countFitting = async (
  tables: Tables,
  { filter, most }: { readonly filter: DisputeFilter; readonly most: number },
  moment: LogMoment,
): Promise<number> => {
  const everything = candidates(tables, { filter, before: null, limit: 0 }, moment);
  const fit = fitting(tables, { candidates: everything, filter }, moment).select('d.opened_position');
  const counted = await tables
    .selectFrom(fit.limit(most).as('fit'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return Number(counted?.count);
};

/** Counts the disputes that fit the filter per status, over all disputes. */
export const countStanding = (
  tables: Tables,
  filter: DisputeFilter,
  moment: LogMoment,
): Promise<readonly { readonly status: string; readonly count: StoredInteger }[]> => {
  const everything = candidates(tables, { filter, before: null, limit: 0 }, moment);
  return standing(tables, { candidates: everything, filter }, moment)
    .select(['v.status', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('v.status')
    .execute();
};

/** Returns the place of the row in the list. */
export const placeOf = (row: Pick<VersionRow, 'opened_ms' | 'opened_position'>): TimePlace => ({
  ms: Number(row.opened_ms),
  position: Number(row.opened_position),
});

/** Selects the disputes that had been opened by the moment, in the list's order, after the page before. */
const candidates = (
  tables: Tables,
  { filter, before, order = 'newest-first' }: PastDisputePage,
  moment: LogMoment,
) => {
  const { direction, beyond } = ways[order];
  const { tenant, documentNumber, accountNumber } = filter;
  const opened = tables
    .selectFrom('disputes')
    .select(['tenant', 'dispute_id', 'scheme', 'opened_ms', 'opened_position'])
    .$if(tenant !== undefined, (query) => query.where('tenant', '=', tenant ?? ''))
    .$if(documentNumber !== undefined, (query) => query.where('document_number', '=', documentNumber ?? ''))
    .$if(accountNumber !== undefined, (query) => query.where('account_number', '=', accountNumber ?? ''));
  if (moment.kind === 'position')
    return opened
      .where('opened_position', '<=', Number(moment.position))
      .$if(before !== null, (query) => query.where('opened_position', beyond, before?.position ?? 0))
      .orderBy('opened_position', direction);
  return opened
    .where('opened_ms', '<=', msOf(moment.instant))
    .$if(before !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('opened_ms', 'opened_position'), beyond, tuple(before?.ms ?? 0, before?.position ?? 0)),
      ),
    )
    .orderBy('opened_ms', direction)
    .orderBy('opened_position', direction);
};

const ways = {
  'newest-first': { direction: 'desc', beyond: '<' },
  'oldest-first': { direction: 'asc', beyond: '>' },
} as const satisfies Record<ListOrder, object>;

interface Chosen {
  readonly candidates: ReturnType<typeof candidates>;
  readonly filter: DisputeFilter;
}

/** Selects the version of each dispute at the moment if it fits the filter, whatever its status was. */
const standing = (tables: Tables, { candidates: disputes, filter }: Chosen, moment: LogMoment) => {
  const { scheme, updatedAfter, hasWarning, q } = filter;
  return tables
    .selectFrom(disputes.as('d'))
    .innerJoin('dispute_versions as v', (join) =>
      join.on(
        stoodAt(
          { table: 'dispute_versions', alias: 'v', subject: 'opened_position', of: 'd.opened_position' },
          moment,
        ),
      ),
    )
    .$if(scheme !== undefined, (query) => query.where('d.scheme', '=', scheme ?? ''))
    .$if(updatedAfter !== undefined, (query) => query.where('v.from_ms', '>', msOf(updatedAfter ?? '')))
    .$if(hasWarning !== undefined, (query) => query.where('v.has_warning', '=', hasWarning === true ? 1 : 0))
    .$if(q !== undefined, (query) =>
      query.where(sql<boolean>`v.search_text like ${containing(q ?? '')} escape '\\'`),
    );
};

/** Selects the version of each dispute at the moment if it fits the whole filter. */
const fitting = (tables: Tables, chosen: Chosen, moment: LogMoment) => {
  const { statuses, stages } = chosen.filter;
  return standing(tables, chosen, moment)
    .$if(statuses !== undefined, (query) => query.where('v.status', 'in', statuses ?? []))
    .$if(stages !== undefined, (query) => query.where('v.stage', 'in', stages ?? []));
};

/** Returns whether the filter leaves out disputes that had been opened by the moment. */
const isNarrow = ({ tenant: _, ...others }: DisputeFilter): boolean => Object.keys(others).length > 0;
