import type { Principal } from '#libs/access';
import { CurrentTimelines, type TimelineEntry, type TimelinePage } from '#libs/disputes';
import type { RecordedEvent } from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { limits } from '../ledger-api.limits.js';
import type { DisputeKey } from '../past-disputes.js';
import { VisibleDisputes } from '../visible-disputes.js';
import { wholeList } from './whole-list.js';

/** What happened in one dispute, page by page or to its end. */
@Injectable()
export class ListedHistory {
  constructor(
    readonly timelines: CurrentTimelines,
    readonly visible: VisibleDisputes,
  ) {}

  /**
   * Yields every entry of the timeline that fits the filter, page by page: from the log, because a file
   * cannot say that the rows were dropped while it was written.
   */
  async *entries(
    of: Omit<TimelinePage, 'after' | 'limit'>,
    signal: AbortSignal,
  ): AsyncGenerator<readonly TimelineEntry[]> {
    for await (const page of this.timelines.all(of, limits.exportPageSize)) {
      signal.throwIfAborted();
      yield page;
    }
  }

  /** Yields every event of the dispute, page by page. */
  events(caller: Principal, key: DisputeKey, signal: AbortSignal): AsyncIterable<readonly RecordedEvent[]> {
    const limit = limits.exportDocumentsPageSize;
    return wholeList(async (from: bigint | null) => {
      const rows = await this.visible.events(caller, key, { from: from ?? 0n, limit });
      const last = rows.at(-1);
      return { rows, next: last === undefined || rows.length < limit ? null : last.revision + 1n };
    }, signal);
  }
}
