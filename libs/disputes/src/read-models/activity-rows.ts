import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { maskPan } from '../projections/personal-data.js';
import type { ActivityFilter, ActivityPage, ActivityPlace } from './activity-filter.js';
import { containing } from './disputes/dispute-filter.js';
import type { ActivityRow, ActivityTables } from './activity-tables.js';
import { limits } from '../limits.js';

type Tables = Kysely<ActivityTables>;

/** A 64-bit integer as the databases give it back: PostgreSQL as text. */
type StoredInteger = number | string;

/** An event of the page, with what is told of it. */
export interface ToldRow {
  readonly position: StoredInteger;
  readonly recorded_ms: StoredInteger;
  readonly tenant: string | null;
  readonly dispute_id: string | null;
  /** Null for an event of a dispute, which its timeline tells. */
  readonly stream: string | null;
  readonly entry: string | null;
}

/** In the page's direction, one row more than it has, where there is one; fewer where it had to stop looking. */
export const rowsOnPage = (tables: Tables, page: ActivityPage): Promise<readonly ToldRow[]> => {
  const order = orderOf(page);
  return fitting(tables.selectFrom(candidates(tables, page).limit(windowOf(page)).as('a')), page.filter)
    .leftJoin('dispute_timeline as t', (join) =>
      join
        .onRef('t.tenant', '=', 'a.tenant')
        .onRef('t.dispute_id', '=', 'a.dispute_id')
        .onRef('t.revision', '=', 'a.revision'),
    )
    .select(['a.position', 'a.recorded_ms', 'a.tenant', 'a.dispute_id', 'a.stream'])
    .select(({ fn }) => fn.coalesce('a.entry', 't.entry').as('entry'))
    .orderBy('a.recorded_ms', order)
    .orderBy('a.position', order)
    .limit(page.limit + 1)
    .execute();
};

/** The last event that the page looked at, when it stopped looking before the end. */
export const endOfWindow = async (tables: Tables, page: ActivityPage): Promise<ActivityPlace | null> => {
  const last = await candidates(tables, page)
    .limit(1)
    .offset(windowOf(page) - 1)
    .executeTakeFirst();
  return last === undefined ? null : placeOf(last);
};

export const placeOf = (row: Pick<ToldRow, 'recorded_ms' | 'position'>): ActivityPlace => ({
  ms: Number(row.recorded_ms),
  position: Number(row.position),
});

/** How many candidates the page looks at: with more than the one filter that an index is for, some do not fit. */
const windowOf = ({ filter: { from: _, to: __, ...others }, limit }: ActivityPage): number =>
  others.q === undefined && Object.keys(others).length <= 1 ? limit + 1 : limits.maxActivitiesLookedAt;

/** The events that fit the filter which leaves the fewest, as far as one can tell, in the page's direction. */
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
  if (first === undefined) throw new Error('There is always a stretch to look at.');
  return others
    .reduce((union, stretch) => union.unionAll(stretch), first)
    .orderBy('recorded_ms', order)
    .orderBy('position', order);
};

interface Stretch {
  readonly column: 'tenant' | 'actor' | 'credential_id' | 'holder' | 'type';
  readonly value: string;
}

/** Each is one stretch of an index in the list's order; several at once would have to be sorted. */
const stretchesOf = (filter: ActivityFilter): readonly (Stretch | undefined)[] => {
  const { tenant, actor, credentialId, holder, types } = filter;
  if (credentialId !== undefined) return [{ column: 'credential_id', value: credentialId }];
  if (actor !== undefined) return [{ column: 'actor', value: maskPan(actor) }];
  if (holder !== undefined) return [{ column: 'holder', value: maskPan(holder) }];
  if (tenant !== undefined) return [{ column: 'tenant', value: tenant }];
  if (types !== undefined) return [...new Set(types)].map((value) => ({ column: 'type', value }));
  return [undefined];
};

/** One bound at each end, so that an index is read from where the page begins. */
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
    ...(end === undefined ? [] : [eb('recorded_ms', isNewer ? '<=' : '>=', Date.parse(end))]),
  ];
};

/** The place, exclusive, from which on the page looks: where the one before ended, or where the filter's time begins. */
const beginOf = ({ filter, from: start }: ActivityPage): ActivityPlace | null => {
  const isNewer = start?.direction === 'newer';
  const edge = isNewer ? oldestEdge(filter) : newestEdge(filter);
  if (start === null || edge === null) return start?.place ?? edge;
  return isEarlier(start.place, edge) === isNewer ? edge : start.place;
};

const oldestEdge = ({ from }: ActivityFilter): ActivityPlace | null =>
  from === undefined ? null : { ms: Date.parse(from) - 1, position: Number.MAX_SAFE_INTEGER };

const newestEdge = ({ to }: ActivityFilter): ActivityPlace | null =>
  to === undefined ? null : { ms: Date.parse(to) + 1, position: 0 };

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

const isEarlier = (one: ActivityPlace, other: ActivityPlace): boolean =>
  one.ms < other.ms || (one.ms === other.ms && one.position < other.position);
