import { setImmediate } from 'node:timers/promises';
import { StreamHeldError } from '#libs/event-store';
import { ReadStoreUnavailableError } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import { disputeStream } from '../../domain/dispute-stream.js';
import { type TimelineEntry, timelineEntry } from '../../projections/dispute-timeline.js';
import { exportEntry } from '../../projections/export-entry.js';
import type { Recording } from '../../projections/recording.js';
import { DisputeHistory, type DisputeKey } from '../../streams/dispute-history.js';
import { recordedDisputeEvent } from '../../streams/recorded-dispute-events.js';
import { limits } from '../../limits.js';
import {
  type TimelineFilter,
  type TimelineList,
  type TimelinePage,
  TimelineQueries,
} from './timeline-queries.js';

type WholeTimeline = Omit<TimelinePage, 'after' | 'limit'>;

interface PlacedEntry {
  readonly recorded: Recording;
  readonly entry: TimelineEntry;
}

/**
 * Lists the timeline of one dispute as the log has it now: from its rows where they have reached the last event
 * that is asked for, else from its stream and the exports of its tenant, in the same words (decision 0020).
 */
@Injectable()
export class CurrentTimelines {
  constructor(
    private readonly rows: TimelineQueries,
    private readonly history: DisputeHistory,
  ) {}

  /**
   * Returns a page of entries. `until` is the position of the last event that the timeline has to include.
   *
   * @throws StreamHeldError when it comes to an event that cannot be read.
   */
  async timeline(page: TimelinePage, until: bigint): Promise<TimelineList> {
    const reached = await this.rows.readStore.position().catch(nowhere);
    if (reached < until || (await this.isHeld(page))) return this.inStream(page);
    return this.rows.timeline(page);
  }

  /** Yields every entry that fits the filter, in pages: from the log, whatever happens to the rows meanwhile. */
  async *all(of: WholeTimeline, pageSize: number): AsyncGenerator<readonly TimelineEntry[]> {
    let page: TimelineEntry[] = [];
    for await (const { entry } of this.fitting(of, pageSize)) {
      page.push(entry);
      if (page.length < pageSize) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  private async isHeld({ tenant, disputeId }: DisputeKey): Promise<boolean> {
    return (await this.rows.readStore.heldStream(disputeStream(tenant, disputeId))) !== undefined;
  }

  private async inStream({ after, limit, ...of }: TimelinePage): Promise<TimelineList> {
    const found: PlacedEntry[] = [];
    for await (const placed of this.fitting(of, limit)) {
      if (after !== null && placed.recorded.position <= BigInt(after)) continue;
      if (found.length === limit)
        return { entries: found.map(entryOf), next: Number(found.at(-1)?.recorded.position) };
      found.push(placed);
    }
    return { entries: found.map(entryOf), next: null };
  }

  private async *fitting({ filter, ...key }: WholeTimeline, atOnce: number): AsyncGenerator<PlacedEntry> {
    const exports = await this.exportsOf(key);
    for await (const placed of this.merged(key, exports, atOnce)) {
      if (placed.recorded.position > (filter.upTo ?? END)) return;
      if (fits(placed, filter)) yield { ...placed, entry: asInRow(placed.entry) };
    }
  }

  /** Yields the dispute's events and its exports in the order of the log. */
  private async *merged(
    key: DisputeKey,
    exports: PlacedEntry[],
    atOnce: number,
  ): AsyncGenerator<PlacedEntry> {
    const maxCount = Math.max(atOnce + 1, limits.minTimelineEvents);
    for (let from = 0n; ; from += BigInt(maxCount)) {
      const events = await this.history.events(key, from, maxCount);
      for (const event of events) {
        const recorded = recordedDisputeEvent(event);
        while (exports[0] !== undefined && exports[0].recorded.position < recorded.position)
          yield exports.shift() as PlacedEntry;
        yield { recorded, entry: timelineEntry(recorded) };
      }
      if (events.length < maxCount) break;
      // Other requests are served meanwhile: a store in this process answers without ever waiting.
      await setImmediate();
    }
    yield* exports;
  }

  private async exportsOf(key: DisputeKey): Promise<PlacedEntry[]> {
    const found: PlacedEntry[] = [];
    try {
      for await (const recorded of this.history.exports(key))
        found.push({ recorded, entry: exportEntry(recorded.exported, recorded) });
    } catch (error) {
      // Like the rows, the timeline has the exports up to one that cannot be read.
      if (!(error instanceof StreamHeldError)) throw error;
    }
    return found;
  }
}

const END = BigInt(Number.MAX_SAFE_INTEGER);

const entryOf = ({ entry }: PlacedEntry): TimelineEntry => entry;

/** Compares as the rows' database does. The times are ASCII, so that their order is that of their bytes. */
const fits = (
  { recorded: { recordedAt, actor }, entry }: PlacedEntry,
  { from, to, actor: name, type, effectiveOn, recordedBy }: TimelineFilter,
): boolean =>
  isWithin(recordedAt, from, to) &&
  isWithin(recordedAt, undefined, recordedBy) &&
  (name === undefined || actor.name === name) &&
  (type === undefined || entry.type === type) &&
  (effectiveOn === undefined || (entry.occurredAt !== null && entry.occurredAt <= effectiveOn));

const isWithin = (time: string, from: string | undefined, to: string | undefined): boolean =>
  (from === undefined || time >= from) && (to === undefined || time <= to);

const nowhere = (error: unknown): bigint => {
  if (error instanceof ReadStoreUnavailableError) return -1n;
  throw error;
};

/** Returns the entry as its row has it, which is JSON: an absent member is not there. */
const asInRow = (entry: TimelineEntry): TimelineEntry => JSON.parse(JSON.stringify(entry)) as TimelineEntry;
