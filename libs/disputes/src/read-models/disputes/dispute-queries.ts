import { type HeldStream, StreamHeldError } from '#libs/event-store';
import { containing, jsonInRow, ReadStore } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import { type SelectQueryBuilder, sql } from 'kysely';
import { disputeOfStream, disputeStream } from '../../domain/dispute-stream.js';
import type { NormalisedStatus } from '../../projections/dispute-head.js';
import type { DisputeView } from '../../projections/dispute-view.js';
import { countsFrom, hasKeptCounts, keptCounts } from './dispute-count-queries.js';
import type { CountedFilter, DisputeFilter, ListOrder, StatusCounts } from './dispute-filter.js';
import type { DisputeTables } from './dispute-tables.js';

/** The disputes of a page. */
export interface DisputeRows {
  readonly disputes: readonly DisputeView[];
  /** The opening position after which the next page continues; null on the last page. */
  readonly next: number | null;
}

export interface DisputeList extends DisputeRows {
  /** The number of disputes that fit the filter per status, whatever statuses were asked for. */
  readonly counts: StatusCounts;
}

export interface DisputePage {
  readonly filter: DisputeFilter;
  /** Only disputes that were opened before this position, or after it when the oldest come first. */
  readonly before: number | null;
  /** By opening. */
  readonly order?: ListOrder;
  readonly limit: number;
}

/** Answers questions about disputes as they are now. */
@Injectable()
export class DisputeQueries {
  constructor(private readonly readStore: ReadStore) {}

  /**
   * Returns the dispute; null when the tenant has none with this id.
   *
   * @throws StreamHeldError when its rows stop at an event that cannot be read: what they show may be outdated.
   */
  async dispute(tenant: string, disputeId: string): Promise<DisputeView | null> {
    const held = await this.readStore.heldStream(disputeStream(tenant, disputeId));
    if (held !== undefined) throw new StreamHeldError(held);
    return this.row(tenant, disputeId);
  }

  /** Returns why disputes are held back, by their streams. Their rows stop where their streams cannot be read. */
  async held(): Promise<ReadonlyMap<string, HeldStream>> {
    const held = await this.readStore.held();
    return new Map(held.map((stream) => [stream.stream, stream]));
  }

  /** Returns the disputes of a tenant that are held back, as they were before. */
  async heldDisputes(tenant: string): Promise<readonly DisputeView[]> {
    const views: DisputeView[] = [];
    for (const stream of (await this.held()).keys()) {
      if (!stream.startsWith(disputeStream(tenant, ''))) continue;
      const view = await this.row(tenant, disputeOfStream(stream).disputeId);
      if (view !== null) views.push(view);
    }
    return views;
  }

  private async row(tenant: string, disputeId: string): Promise<DisputeView | null> {
    const row = await this.tables
      .selectFrom('disputes')
      .select('view')
      .where('tenant', '=', tenant)
      .where('dispute_id', '=', disputeId)
      .executeTakeFirst();
    return row === undefined ? null : (jsonInRow(row.view) as DisputeView);
  }

  /** Lists disputes by opening, the newest first: a dispute keeps its place from page to page. */
  async disputes(page: DisputePage): Promise<DisputeList> {
    return { ...(await this.page(page)), counts: Object.fromEntries(await this.counts(page.filter)) };
  }

  /** Lists disputes as `disputes` does, without counting them, which costs more than a page. */
  async page(page: DisputePage): Promise<DisputeRows> {
    const { statuses } = page.filter;
    // Each status is one stretch of an index in the list's order: a query for several would have to sort.
    const stretches = statuses === undefined ? [undefined] : [...new Set(statuses)];
    const rows = (await Promise.all(stretches.map((status) => this.stretch(page, status))))
      .flat()
      .sort((one, other) => Number(other.opened_position) - Number(one.opened_position));
    if (page.order === 'oldest-first') rows.reverse();
    const shown = rows.slice(0, page.limit);
    return {
      disputes: shown.map(({ view }) => jsonInRow(view) as DisputeView),
      next: rows.length > page.limit ? Number(shown.at(-1)?.opened_position) : null,
    };
  }

  private stretch(
    { filter, before, order = 'newest-first', limit }: DisputePage,
    status: NormalisedStatus | undefined,
  ): Promise<readonly { readonly opened_position: number | string; readonly view: string }[]> {
    return this.filtered(filter)
      .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'open'))
      .$if(filter.stages !== undefined, (query) => query.where('stage', 'in', filter.stages ?? []))
      .$if(before !== null, (query) =>
        query.where('opened_position', order === 'newest-first' ? '<' : '>', before ?? 0),
      )
      .select(['opened_position', 'view'])
      .orderBy('opened_position', order === 'newest-first' ? 'desc' : 'asc')
      .limit(limit + 1)
      .execute();
  }

  /** Counts disputes per stage of their kind: now, or as of a position that the rows have reached. */
  countsByStage(filter: CountedFilter, at: bigint | null = null): Promise<ReadonlyMap<string, number>> {
    const moment = at === null ? null : ({ kind: 'position', position: at } as const);
    return keptCounts(this.tables, filter, { by: 'stage', at: moment });
  }

  private async counts(filter: DisputeFilter): Promise<ReadonlyMap<string, number>> {
    if (hasKeptCounts(filter)) return keptCounts(this.tables, filter, { by: 'status', at: null });
    const rows = await this.filtered(filter)
      .select(['status', ({ fn }) => fn.countAll<number>().as('count')])
      .groupBy('status')
      .execute();
    return countsFrom(rows.map(({ status, count }) => [status, count]));
  }

  private filtered(filter: DisputeFilter): SelectQueryBuilder<DisputeTables, 'disputes', object> {
    const { tenant, scheme, updatedAfter, hasWarning, q } = filter;
    return this.tables
      .selectFrom('disputes')
      .$if(tenant !== undefined, (query) => query.where('tenant', '=', tenant ?? ''))
      .$if(scheme !== undefined, (query) => query.where('scheme', '=', scheme ?? ''))
      .$if(updatedAfter !== undefined, (query) => query.where('updated_at', '>', updatedAfter ?? ''))
      .$if(hasWarning !== undefined, (query) => query.where('has_warning', '=', hasWarning === true ? 1 : 0))
      .$if(filter.documentNumber !== undefined, (query) =>
        query.where('document_number', '=', filter.documentNumber ?? ''),
      )
      .$if(filter.accountNumber !== undefined, (query) =>
        query.where('account_number', '=', filter.accountNumber ?? ''),
      )
      .$if(q !== undefined, (query) =>
        query.where(sql<boolean>`search_text like ${containing(q ?? '')} escape '\\'`),
      );
  }

  private get tables() {
    return this.readStore.tables<DisputeTables>();
  }
}
