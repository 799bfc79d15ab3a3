import { setImmediate } from 'node:timers/promises';
import { msOf, type TimePlace } from '#libs/kernel';
import type { LogMoment } from '#libs/event-store';
import { jsonInRow, ReadStore } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import type { DisputeView } from '../../projections/dispute-view.js';
import { countsFrom, hasKeptCounts, keptCounts } from './dispute-count-queries.js';
import type { DisputeFilter, StatusCounts } from './dispute-filter.js';
import { DisputeHistory } from '../../streams/dispute-history.js';
import type { DisputeTables } from './dispute-tables.js';
import {
  countStanding,
  endOfWindow,
  type PastDisputePage,
  placeOf,
  type VersionRow,
  versionsOnPage,
} from './past-dispute-rows.js';

/** The disputes of a page of an as-of list. */
export interface PastDisputeRows {
  readonly disputes: readonly DisputeView[];
  /**
   * Where the next page continues; null on the last page. One page looks at a bounded number of disputes, so
   * it may have fewer than were asked for, or none, without being the last.
   */
  readonly next: TimePlace | null;
}

export interface PastDisputeList extends PastDisputeRows {
  readonly counts: StatusCounts;
  /** The position of the last event by the moment; for a moment that is a position, that position. */
  readonly position: bigint;
}

/**
 * Answers questions about disputes as they stood at a moment. Each dispute is folded from its events up to
 * then.
 */
@Injectable()
export class PastDisputeQueries {
  constructor(
    private readonly readStore: ReadStore,
    private readonly history: DisputeHistory,
  ) {}

  /**
   * Lists disputes, the newest first: by position if the moment is a position, by time of opening if it is an
   * instant.
   */
  async disputes(page: PastDisputePage, moment: LogMoment): Promise<PastDisputeList> {
    return {
      ...(await this.page(page, moment)),
      counts: Object.fromEntries(await this.counts(page.filter, moment)),
      position: await this.position(moment),
    };
  }

  /** Lists disputes as `disputes` does, without counting them, which costs more than a page. */
  async page(page: PastDisputePage, moment: LogMoment): Promise<PastDisputeRows> {
    const rows = await versionsOnPage(this.tables, page, moment);
    const shown = rows.slice(0, page.limit);
    const last = rows.length > page.limit ? shown.at(-1) : undefined;
    return {
      disputes: await this.viewsOf(shown),
      next: last === undefined ? await endOfWindow(this.tables, page, moment) : placeOf(last),
    };
  }

  /** Returns the position of the last event by the moment; for a moment that is a position, that position. */
  async position(moment: LogMoment): Promise<bigint> {
    return moment.kind === 'position' ? moment.position : this.lastPositionBy(moment.instant);
  }

  private async counts(filter: DisputeFilter, moment: LogMoment): Promise<ReadonlyMap<string, number>> {
    if (hasKeptCounts(filter)) return keptCounts(this.tables, filter, { by: 'status', at: moment });
    const rows = await countStanding(this.tables, filter, moment);
    return countsFrom(rows.map(({ status, count }) => [status, count]));
  }

  /**
   * Reads current views from their rows, and folds earlier ones from their streams. Other requests are served
   * between two folds: a store in this process answers without ever waiting.
   */
  private async viewsOf(rows: readonly VersionRow[]): Promise<readonly DisputeView[]> {
    const current = await this.currentViews(rows);
    const views: DisputeView[] = [];
    for (const { tenant, dispute_id: disputeId, opened_position: place, revision } of rows) {
      const now = current.get(String(place));
      const isCurrent = now?.revision === String(revision);
      if (!isCurrent) await setImmediate();
      const view = isCurrent ? now : await this.history.view({ tenant, disputeId }, BigInt(revision));
      if (view !== null) views.push(view);
    }
    return views;
  }

  private async currentViews(rows: readonly VersionRow[]): Promise<ReadonlyMap<string, DisputeView>> {
    if (rows.length === 0) return new Map();
    const places = rows.map(({ opened_position: place }) => Number(place));
    const current = await this.tables
      .selectFrom('disputes')
      .select(['opened_position', 'view'])
      .where('opened_position', 'in', places)
      .execute();
    return new Map(
      current.map(({ opened_position: place, view }) => [String(place), jsonInRow(view) as DisputeView]),
    );
  }

  private async lastPositionBy(instant: string): Promise<bigint> {
    const last = await this.tables
      .selectFrom('dispute_versions')
      .select('from_position')
      .where('from_ms', '<=', msOf(instant))
      .orderBy('from_ms', 'desc')
      .orderBy('from_position', 'desc')
      .limit(1)
      .executeTakeFirst();
    return BigInt(last?.from_position ?? 0);
  }

  private get tables() {
    return this.readStore.tables<DisputeTables>();
  }
}
