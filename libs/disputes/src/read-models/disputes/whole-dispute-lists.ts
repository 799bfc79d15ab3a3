import { setImmediate as nextTurn } from 'node:timers/promises';
import { ReadStore } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import { limits } from '../../limits.js';
import type { DisputeView } from '../../projections/dispute-view.js';
import { hasKeptCounts, keptCounts } from './dispute-count-queries.js';
import type { DisputeFilter, ListOrder } from './dispute-filter.js';
import type { DisputeTables } from './dispute-tables.js';
import { PastDisputeQueries } from './past-dispute-queries.js';
import { countFitting, type PastDisputePage } from './past-dispute-rows.js';

export interface WholeListRequest {
  readonly filter: DisputeFilter;
  readonly order?: ListOrder;
  /** The most disputes that the list may have. */
  readonly most: number;
}

/** All disputes that fit a filter, as they stood when the last event up to one position was recorded. */
export interface WholeDisputeList {
  readonly position: bigint;
  /** How many they are; if more than `most`, at least `most + 1`. */
  readonly count: number;
  /** Reads them in the list's order, a bounded number at a time. */
  pages(): AsyncGenerator<readonly DisputeView[]>;
}

/**
 * Lists all disputes that fit a filter. The pages of a list are read one after another while commands go on,
 * and still have one state: each dispute is as the version at the list's position has it.
 */
@Injectable()
export class WholeDisputeLists {
  constructor(
    private readonly readStore: ReadStore,
    private readonly past: PastDisputeQueries,
  ) {}

  /** Returns the list as of the position that the rows have reached. */
  async open(request: WholeListRequest): Promise<WholeDisputeList> {
    const position = await this.readStore.position();
    const count = await this.count(request, position);
    return { position, count, pages: () => this.pages(request, { position, count }) };
  }

  private async count({ filter, most }: WholeListRequest, position: bigint): Promise<number> {
    const at = { kind: 'position', position } as const;
    const { statuses, stages = statuses } = filter;
    const isByBoth = statuses !== undefined && stages !== statuses;
    if (isByBoth || !hasKeptCounts(filter)) return countFitting(this.tables, { filter, most: most + 1 }, at);
    const counts = await keptCounts(this.tables, filter, {
      by: stages === statuses ? 'status' : 'stage',
      at,
    });
    const sizes = [...new Set<string>(stages ?? counts.keys())].map((name) => counts.get(name) ?? 0);
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  private async *pages(
    { filter, order = 'newest-first' }: WholeListRequest,
    { position, count }: Pick<WholeDisputeList, 'position' | 'count'>,
  ): AsyncGenerator<readonly DisputeView[]> {
    let before: PastDisputePage['before'] = null;
    let left = count;
    while (left > 0) {
      const page: PastDisputePage = { filter, order, before, limit: limits.wholeListPageSize };
      const { disputes, next } = await this.past.page(page, { kind: 'position', position });
      if (disputes.length > 0) yield disputes;
      left -= disputes.length;
      before = next;
      if (next === null) break;
      await nextTurn();
    }
    // A list with less than was counted must not look complete.
    if (left !== 0) throw new Error(`A list of ${count} disputes came to ${count - left}.`);
  }

  private get tables() {
    return this.readStore.tables<DisputeTables>();
  }
}
