import { jsonInRow, ReadStore } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import type { TimelineEntry } from '../../projections/dispute-timeline.js';
import type { TimelineTables } from './timeline-tables.js';

export interface TimelineFilter {
  /** RFC 3339 in UTC, both inclusive, by the ledger's own clock. */
  readonly from?: string;
  readonly to?: string;
  readonly actor?: string;
  readonly type?: string;
  /**
   * Only what its document claims had happened by this day, `YYYY-MM-DD`; entries without a day are left out.
   */
  readonly effectiveOn?: string;
  /** Only entries up to this position in the log, inclusive. */
  readonly upTo?: bigint;
  /** Only entries that were recorded by this instant, inclusive. */
  readonly recordedBy?: string;
}

export interface TimelinePage {
  readonly tenant: string;
  readonly disputeId: string;
  readonly filter: TimelineFilter;
  /** Only entries after this position. */
  readonly after: number | null;
  readonly limit: number;
}

export interface TimelineList {
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[];
  /** The position after which the next page continues; null on the last page. */
  readonly next: number | null;
}

/** Answers how disputes came to be what they are. */
@Injectable()
export class TimelineQueries {
  constructor(readonly readStore: ReadStore) {}

  /** Lists the entries of one dispute's timeline. */
  async timeline({ tenant, disputeId, filter, after, limit }: TimelinePage): Promise<TimelineList> {
    const rows = await this.readStore
      .tables<TimelineTables>()
      .selectFrom('dispute_timeline')
      .where('tenant', '=', tenant)
      .where('dispute_id', '=', disputeId)
      .$if(after !== null, (query) => query.where('position', '>', after ?? 0))
      .$if(filter.from !== undefined, (query) => query.where('recorded_at', '>=', filter.from ?? ''))
      .$if(filter.to !== undefined, (query) => query.where('recorded_at', '<=', filter.to ?? ''))
      .$if(filter.actor !== undefined, (query) => query.where('actor', '=', filter.actor ?? ''))
      .$if(filter.type !== undefined, (query) => query.where('type', '=', filter.type ?? ''))
      .$if(filter.effectiveOn !== undefined, (query) =>
        query.where('occurred_on', '<=', filter.effectiveOn ?? ''),
      )
      .$if(filter.upTo !== undefined, (query) => query.where('position', '<=', Number(filter.upTo)))
      .$if(filter.recordedBy !== undefined, (query) =>
        query.where('recorded_at', '<=', filter.recordedBy ?? ''),
      )
      .select(['position', 'entry'])
      .orderBy('position')
      .limit(limit + 1)
      .execute();
    const page = rows.slice(0, limit);
    return {
      entries: page.map(({ entry }) => jsonInRow(entry) as TimelineEntry),
      next: rows.length > limit ? Number(page.at(-1)?.position) : null,
    };
  }
}
