import { decodeRecorded, EventStore, type LogPage, type RecordedEvent } from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { disputeCodec } from '../domain/dispute-codec.js';
import { disputeStreamPrefix } from '../domain/dispute-stream.js';
import { limits } from '../limits.js';

export interface FeedRead {
  /** Null reads all tenants. */
  readonly tenant: string | null;
  readonly after: bigint;
}

/**
 * The events of disputes in the order of the log, each in today's stored form: old events are decoded and
 * encoded again.
 */
@Injectable()
export class DisputeFeed {
  constructor(private readonly store: EventStore) {}

  /**
   * Returns at most `limit` events. A page reads a bounded part of the log, so it may have fewer without
   * being the last.
   */
  async page(read: FeedRead, limit: number): Promise<LogPage> {
    const events: RecordedEvent[] = [];
    let position = read.after;
    let looks = 0;
    for await (const page of this.store.readAll(filterOf(read))) {
      const fitting = today(page);
      const room = limit - events.length;
      events.push(...fitting.slice(0, room));
      if (fitting.length > room)
        return { events, position: events.at(-1)?.position ?? position, isCaughtUp: false };
      ({ position } = page);
      looks += 1;
      if (page.isCaughtUp || looks === limits.maxFeedLooks)
        return { events, position, isCaughtUp: page.isCaughtUp };
    }
    return { events, position, isCaughtUp: true };
  }

  /** Follows the log until the signal aborts. Each page is fetched when the reader asks for it. */
  async *follow(read: FeedRead, signal: AbortSignal): AsyncGenerator<LogPage> {
    for await (const page of this.store.subscribeToAll({ ...filterOf(read), signal }))
      yield { ...page, events: today(page) };
  }
}

/** A tenant's name has no dot, so the first one ends it. */
const filterOf = ({ tenant, after }: FeedRead) => ({
  after,
  streamPrefixes: [tenant === null ? disputeStreamPrefix : `${disputeStreamPrefix}${tenant}.`],
});

const today = ({ events }: LogPage): readonly RecordedEvent[] =>
  events.map((event) => ({ ...event, ...disputeCodec.encode(decodeRecorded(disputeCodec, event)) }));
