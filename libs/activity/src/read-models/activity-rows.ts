import { type TimePlace, msOf } from '#libs/kernel';
import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { maskPan } from '#libs/disputes';
import { containing } from '#libs/read-store';
import type { ActivityFilter, ActivityPage } from './activity-filter.js';
import type { ActivityRow, ActivityTables } from './activity-tables.js';
import { limits } from '../limits.js';

type Tables = Kysely<ActivityTables>;

/** A 64-bit integer as the databases return it: PostgreSQL returns text. */
type StoredInteger = number | string;

/** An event of the page with its description. */
export interface ActivityPageRow {
  readonly position: StoredInteger;
  readonly recorded_ms: StoredInteger;
  readonly tenant: string | null;
  readonly dispute_id: string | null;
  /** Null for an event of a dispute's own stream, whose timeline describes it. */
  readonly stream: string | null;
  readonly entry: string | null;
}

/**
 * Returns the rows of the page in its direction and one more, if there is one; fewer if the page reached its
 * limit of events.
 */
export const rowsOnPage = (tables: Tables, page: ActivityPage): Promise<readonly ActivityPageRow[]> => {
  const order = orderOf(page);
  return fitting(tables.selectFrom(candidates(tables, page).limit(windowOf(page)).as('a')), page.filter)
    .leftJoin('dispute_timeline as t', (join) =>
      join
        .onRef('t.tenant', '=', 'a.tenant')
        .onRef('t.dispute_id', '=', 'a.dispute_id')
        .onRef('t.position', '=', 'a.position'),
    )
    .select(['a.position', 'a.recorded_ms', 'a.tenant', 'a.dispute_id', 'a.stream'])
    .select(({ fn }) => fn.coalesce('a.entry', 't.entry').as('entry'))
    .orderBy('a.recorded_ms', order)
    .orderBy('a.position', order)
    .limit(page.limit + 1)
    .execute();
};

/** Returns the last event that the page looked at if it reached its limit; null if it saw them all. */
export const endOfWindow = async (tables: Tables, page: ActivityPage): Promise<TimePlace | null> => {
  const last = await candidates(tables, page)
    .limit(1)
    .offset(windowOf(page) - 1)
    .executeTakeFirst();
  return last === undefined ? null : placeOf(last);
};

/** Returns the place of the row in the activity. */
export const placeOf = (row: Pick<ActivityPageRow, 'recorded_ms' | 'position'>): TimePlace => ({
  ms: Number(row.recorded_ms),
  position: Number(row.position),
});

/**
 * Returns how many candidates the page looks at: beyond the one filter that an index serves, some may not
 * fit.
 */
const windowOf = ({ filter: { from: _, to: __, ...others }, limit }: ActivityPage): number =>
  others.q === undefined && Object.keys(others).length <= 1 ? limit + 1 : limits.maxActivitiesLookedAt;

/** Selects the events that fit the most selective filter, in the page's direction. */
const candidates = (tables: Tables, page: ActivityPage) => {
  const order = orderOf(page);
  const [first, ...others] = stretchesOf(page.filter).map((stretch) => {
    const rows = tables
      .selectFrom('activity')
      .selectAll()
      .$if(stretch !== undefined, (query) =>
        query.where(stretch?.column ?? 'tenant', '=', stretch?.value ?? ''),
      )
      .where((eb) => eb.and(boundsOf(eb, page)))
      .orderBy('recorded_ms', order)
      .orderBy('position', order)
      .limit(windowOf(page));
    return tables.selectFrom(rows.as('stretch')).selectAll();
  });
  if (first === undefined) throw new Error('There is no stretch of an index to read.');
  return others
    .reduce((union, stretch) => union.unionAll(stretch), first)
    .orderBy('recorded_ms', order)
    .orderBy('position', order);
};

interface Stretch {
  readonly column: 'tenant' | 'actor' | 'credential_id' | 'holder' | 'type';
  readonly value: string;
}

/**
 * Returns the stretches of an index to read, each in the list's order; several in one query would have to be
 * sorted.
 */
const stretchesOf = (filter: ActivityFilter): readonly (Stretch | undefined)[] => {
  const { tenant, actor, credentialId, holder, types } = filter;
  if (credentialId !== undefined) return [{ column: 'credential_id', value: credentialId }];
  if (actor !== undefined) return [{ column: 'actor', value: maskPan(actor) }];
  if (holder !== undefined) return [{ column: 'holder', value: maskPan(holder) }];
  if (tenant !== undefined) return [{ column: 'tenant', value: tenant }];
  if (types !== undefined) return [...new Set(types)].map((value) => ({ column: 'type', value }));
  return [undefined];
};

/** Returns one bound at each end, so that the index is read from where the page begins. */
const boundsOf = (
  { eb, refTuple, tuple }: ExpressionBuilder<ActivityTables, 'activity'>,
  page: ActivityPage,
) => {
  const isNewer = page.from?.direction === 'newer';
  const begin = beginOf(page);
  const end = isNewer ? page.filter.to : page.filter.from;
  return [
    ...(begin === null
      ? []
      : [eb(refTuple('recorded_ms', 'position'), isNewer ? '>' : '<', tuple(begin.ms, begin.position))]),
    ...(end === undefined ? [] : [eb('recorded_ms', isNewer ? '<=' : '>=', msOf(end))]),
  ];
};

/**
 * Returns the exclusive place where the page begins: the end of the page before, or the edge of the filter's
 * time.
 */
const beginOf = ({ filter, from: start }: ActivityPage): TimePlace | null => {
  const isNewer = start?.direction === 'newer';
  const edge = isNewer ? oldestEdge(filter) : newestEdge(filter);
  if (start === null || edge === null) return start?.place ?? edge;
  return isEarlier(start.place, edge) === isNewer ? edge : start.place;
};

const oldestEdge = ({ from }: ActivityFilter): TimePlace | null =>
  from === undefined ? null : { ms: msOf(from) - 1, position: Number.MAX_SAFE_INTEGER };

const newestEdge = ({ to }: ActivityFilter): TimePlace | null =>
  to === undefined ? null : { ms: msOf(to) + 1, position: 0 };

const fitting = (
  rows: SelectQueryBuilder<ActivityTables & { a: ActivityRow }, 'a', object>,
  filter: ActivityFilter,
) => {
  const { tenant, actor, credentialId, holder, types, q } = filter;
  return rows
    .$if(tenant !== undefined, (query) => query.where('a.tenant', '=', tenant ?? ''))
    .$if(actor !== undefined, (query) => query.where('a.actor', '=', maskPan(actor ?? '')))
    .$if(credentialId !== undefined, (query) => query.where('a.credential_id', '=', credentialId ?? ''))
    .$if(holder !== undefined, (query) => query.where('a.holder', '=', maskPan(holder ?? '')))
    .$if(types !== undefined, (query) => query.where('a.type', 'in', types ?? []))
    .$if(q !== undefined, (query) =>
      query.where(sql<boolean>`a.search_text like ${containing(q ?? '')} escape '\\'`),
    );
};

const orderOf = ({ from }: ActivityPage): 'asc' | 'desc' => (from?.direction === 'newer' ? 'asc' : 'desc');

const isEarlier = (one: TimePlace, other: TimePlace): boolean =>
  one.ms < other.ms || (one.ms === other.ms && one.position < other.position);
