import type { TimePlace } from '#libs/kernel';
import { disputeStream } from '#libs/disputes';
import { jsonInRow, ReadStore } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import type { ActivityPage } from './activity-filter.js';
import { endOfWindow, placeOf, rowsOnPage, type ActivityPageRow } from './activity-rows.js';
import type { ActivityTables } from './activity-tables.js';
import type { ActivityEntry } from './source-rows.js';

/** One event of the activity. */
export interface Activity {
  /** Null for an event of all tenants. */
  readonly tenant: string | null;
  /** Null for an event that is not of a dispute. */
  readonly disputeId: string | null;
  readonly stream: string;
  readonly entry: ActivityEntry;
}

export interface ActivityList {
  /** Newest first. */
  readonly activities: readonly Activity[];
  /**
   * Where the pages before and after this one begin; null where there is none. A page looks at a bounded
   * number of events, so it may have fewer than were asked for, or none, without being the last.
   */
  readonly older: TimePlace | null;
  readonly newer: TimePlace | null;
}

/**
 * Answers what was done with disputes, credentials and configurations, newest first by the ledger's own
 * clock.
 */
@Injectable()
export class ActivityQueries {
  constructor(private readonly readStore: ReadStore) {}

  /** Returns one page of the activity. */
  async page(page: ActivityPage): Promise<ActivityList> {
    const rows = await rowsOnPage(this.tables, page);
    const shown = rows.slice(0, page.limit);
    const last = rows.length > page.limit ? shown.at(-1) : undefined;
    const onward = last === undefined ? await endOfWindow(this.tables, page) : placeOf(last);
    const [first] = shown;
    const back = first === undefined ? behindStart(page) : page.from && placeOf(first);
    const activities = shown.map(activityOf);
    return page.from?.direction === 'newer'
      ? { activities: activities.reverse(), older: back, newer: onward }
      : { activities, older: onward, newer: back };
  }

  private get tables() {
    return this.readStore.tables<ActivityTables>();
  }
}

const activityOf = ({ tenant, dispute_id: disputeId, stream, entry }: ActivityPageRow): Activity => ({
  tenant,
  disputeId,
  stream: stream ?? disputeStream(tenant ?? '', disputeId ?? ''),
  entry: jsonInRow(entry ?? '') as ActivityEntry,
});

/**
 * Returns the way back from a page without events: to where it began, so that the event there is shown again.
 */
const behindStart = ({ from }: ActivityPage): TimePlace | null => {
  if (from === null) return null;
  const { ms, position } = from.place;
  return { ms, position: from.direction === 'newer' ? position + 1 : Math.max(0, position - 1) };
};
