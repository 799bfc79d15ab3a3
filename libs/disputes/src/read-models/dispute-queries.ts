import { ReadStore } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { NormalisedStatus } from '../projections/dispute-head.js';
import type { DisputeView } from '../projections/dispute-view.js';
import type { TimelineEntry } from '../projections/dispute-timeline.js';
import type { DisputeTables } from './dispute-tables.js';

export interface DisputeFilter {
  readonly tenant?: string;
  readonly scheme?: string;
  /** Any of these. */
  readonly statuses?: readonly NormalisedStatus[];
  /** Any of these, in the scheme's own words. */
  readonly stages?: readonly string[];
  /** RFC 3339 in UTC; exclusive. */
  readonly updatedAfter?: string;
  readonly hasWarning?: boolean;
  /** Found anywhere in the dispute's id, institution or last update, whatever the letter case. */
  readonly q?: string;
}

export interface DisputeList {
  readonly disputes: readonly DisputeView[];
  /** How many disputes fit the filter in each status, whatever statuses were asked for. */
  readonly counts: Readonly<Partial<Record<NormalisedStatus, number>>>;
  /** The opening position after which the next page goes on; null on the last page. */
  readonly next: number | null;
}

export interface DisputePage {
  readonly filter: DisputeFilter;
  /** Only disputes that were opened before this position. */
  readonly before: number | null;
  readonly limit: number;
}

export interface TimelineFilter {
  /** RFC 3339 in UTC, both inclusive, on the ledger's own clock. */
  readonly from?: string;
  readonly to?: string;
  readonly actor?: string;
  readonly type?: string;
  /** Only what its document says had happened by this day, `YYYY-MM-DD`; what claims no day is left out. */
  readonly effectiveOn?: string;
  /** Only entries up to this revision, inclusive. */
  readonly upTo?: bigint;
}

export interface TimelinePage {
  readonly tenant: string;
  readonly disputeId: string;
  readonly filter: TimelineFilter;
  /** Only entries after this revision. */
  readonly after: number | null;
  readonly limit: number;
}

/** What can be asked of the read models of disputes. */
@Injectable()
export class DisputeQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** How far these read models are. */
  position(): Promise<bigint> {
    return this.readStore.position();
  }

  /** Waits a bounded time for them to reach the position. Whether they did. */
  hasReached(position: bigint): Promise<boolean> {
    return this.readStore.hasReached(position);
  }

  async dispute(tenant: string, disputeId: string): Promise<DisputeView | null> {
    const row = await this.tables
      .selectFrom('disputes')
      .select('view')
      .where('tenant', '=', tenant)
      .where('dispute_id', '=', disputeId)
      .executeTakeFirst();
    return row === undefined ? null : (JSON.parse(row.view) as DisputeView);
  }

  /** Newest first by opening: a dispute keeps its place while pages are turned. */
  async disputes({ filter, before, limit }: DisputePage): Promise<DisputeList> {
    const rows = await this.filtered(filter)
      .$if(filter.statuses !== undefined, (query) => query.where('status', 'in', filter.statuses ?? []))
      .$if(filter.stages !== undefined, (query) => query.where('stage', 'in', filter.stages ?? []))
      .$if(before !== null, (query) => query.where('opened_position', '<', before ?? 0))
      .select(['opened_position', 'view'])
      .orderBy('opened_position', 'desc')
      .limit(limit + 1)
      .execute();
    const page = rows.slice(0, limit);
    const hasMore = rows.length > limit;
    return {
      disputes: page.map(({ view }) => JSON.parse(view) as DisputeView),
      counts: await this.countsByStatus(filter),
      next: hasMore ? Number(page.at(-1)?.opened_position) : null,
    };
  }

  /** Oldest first. */
  async timeline({ tenant, disputeId, filter, after, limit }: TimelinePage): Promise<{
    readonly entries: readonly TimelineEntry[];
    /** The revision after which the next page goes on; null on the last page. */
    readonly next: number | null;
  }> {
    const rows = await this.tables
      .selectFrom('dispute_timeline')
      .where('tenant', '=', tenant)
      .where('dispute_id', '=', disputeId)
      .$if(after !== null, (query) => query.where('revision', '>', after ?? 0))
      .$if(filter.from !== undefined, (query) => query.where('recorded_at', '>=', filter.from ?? ''))
      .$if(filter.to !== undefined, (query) => query.where('recorded_at', '<=', filter.to ?? ''))
      .$if(filter.actor !== undefined, (query) => query.where('actor', '=', filter.actor ?? ''))
      .$if(filter.type !== undefined, (query) => query.where('type', '=', filter.type ?? ''))
      .$if(filter.effectiveOn !== undefined, (query) =>
        query.where('occurred_on', '<=', filter.effectiveOn ?? ''),
      )
      .$if(filter.upTo !== undefined, (query) => query.where('revision', '<=', Number(filter.upTo)))
      .select(['revision', 'entry'])
      .orderBy('revision')
      .limit(limit + 1)
      .execute();
    const page = rows.slice(0, limit);
    return {
      entries: page.map(({ entry }) => JSON.parse(entry) as TimelineEntry),
      next: rows.length > limit ? Number(page.at(-1)?.revision) : null,
    };
  }

  /** How many disputes fit the filter in each stage of their scheme, whatever stages were asked for. */
  async countsByStage(filter: DisputeFilter): Promise<ReadonlyMap<string, number>> {
    const rows = await this.filtered(filter)
      .select(['stage', ({ fn }) => fn.countAll<number>().as('count')])
      .where('stage', 'is not', null)
      .groupBy('stage')
      .execute();
    return new Map(rows.map(({ stage, count }) => [stage ?? '', count]));
  }

  private async countsByStatus(filter: DisputeFilter): Promise<DisputeList['counts']> {
    const rows = await this.filtered(filter)
      .select(['status', ({ fn }) => fn.countAll<number>().as('count')])
      .groupBy('status')
      .execute();
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  private filtered(filter: DisputeFilter): SelectQueryBuilder<DisputeTables, 'disputes', object> {
    const { tenant, scheme, updatedAfter, hasWarning, q } = filter;
    return this.tables
      .selectFrom('disputes')
      .$if(tenant !== undefined, (query) => query.where('tenant', '=', tenant ?? ''))
      .$if(scheme !== undefined, (query) => query.where('scheme', '=', scheme ?? ''))
      .$if(updatedAfter !== undefined, (query) => query.where('updated_at', '>', updatedAfter ?? ''))
      .$if(hasWarning !== undefined, (query) => query.where('has_warning', '=', hasWarning === true ? 1 : 0))
      .$if(q !== undefined, (query) =>
        query.where(sql<boolean>`search_text like ${containing(q ?? '')} escape '\\'`),
      );
  }

  private get tables() {
    return this.readStore.tables<DisputeTables>();
  }
}

/** A plain search: `%` and `_` mean themselves. */
const containing = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
