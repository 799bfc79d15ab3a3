import { setImmediate } from 'node:timers/promises';
import { ReadStore, ReadStoreUnavailableError } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import { type TimelineEntry, timelineEntry } from '../../projections/dispute-timeline.js';
import type { RecordedDisputeEvent } from '../../projections/recorded-dispute-event.js';
import { DisputeHistory } from '../../streams/dispute-history.js';
import { recordedDisputeEvent } from '../../streams/recorded-dispute-events.js';
import { limits } from '../../limits.js';
import {
  type TimelineFilter,
  type TimelineList,
  type TimelinePage,
  TimelineQueries,
} from './timeline-queries.js';

/**
 * Lists the timeline of one dispute as its stream has it now: from its rows where they have reached the last
 * event that is asked for, else from the stream, in the same words (decision 0020).
 */
@Injectable()
export class CurrentTimelines {
  constructor(
    private readonly readStore: ReadStore,
    private readonly rows: TimelineQueries,
    private readonly history: DisputeHistory,
  ) {}

  /** Returns a page of entries. `until` is the position of the last event that the timeline has to include. */
  async timeline(page: TimelinePage, until: bigint): Promise<TimelineList> {
    const reached = await this.readStore.position().catch(nowhere);
    return reached >= until ? this.rows.timeline(page) : this.inStream(page);
  }

  /** Reads a page of entries from the stream, for a list that must not end early whatever happens to the rows. */
  async inStream(page: TimelinePage): Promise<TimelineList> {
    const found: TimelineEntry[] = [];
    for await (const entry of this.fitting(page)) {
      if (found.length === page.limit) return { entries: found, next: Number(found.at(-1)?.revision) };
      found.push(entry);
    }
    return { entries: found, next: null };
  }

  private async *fitting(page: TimelinePage): AsyncGenerator<TimelineEntry> {
    const { after, filter, limit } = page;
    const { upTo = END } = filter;
    const maxCount = Math.max(limit + 1, limits.minTimelineEvents);
    let from = after === null ? 0n : BigInt(after) + 1n;
    while (from <= upTo) {
      const events = await this.history.events(page, from, maxCount);
      for (const recorded of events.map(recordedDisputeEvent)) {
        if (recorded.revision > upTo) return;
        const entry = timelineEntry(recorded);
        if (fits(recorded, entry, filter)) yield asInRow(entry);
      }
      if (events.length < maxCount) return;
      from += BigInt(events.length);
      // Other requests are served meanwhile: a store in this process answers without ever waiting.
      await setImmediate();
    }
  }
}

const END = BigInt(Number.MAX_SAFE_INTEGER);

/** Compares as the rows' database does. The times are ASCII, so that their order is that of their bytes. */
const fits = (
  { recordedAt, actor: { name }, event }: RecordedDisputeEvent,
  { occurredAt }: TimelineEntry,
  { from, to, actor, type, effectiveOn }: TimelineFilter,
): boolean =>
  isWithin(recordedAt, from, to) &&
  (actor === undefined || name === actor) &&
  (type === undefined || event.type === type) &&
  (effectiveOn === undefined || (occurredAt !== null && occurredAt <= effectiveOn));

const isWithin = (time: string, from: string | undefined, to: string | undefined): boolean =>
  (from === undefined || time >= from) && (to === undefined || time <= to);

const nowhere = (error: unknown): bigint => {
  if (error instanceof ReadStoreUnavailableError) return -1n;
  throw error;
};

/** Returns the entry as its row has it, which is JSON: an absent member is not there. */
const asInRow = (entry: TimelineEntry): TimelineEntry => JSON.parse(JSON.stringify(entry)) as TimelineEntry;
