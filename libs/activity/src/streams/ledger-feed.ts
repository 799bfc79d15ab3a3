import { EventStore, type LogPage, namedEvent, type RecordedEvent } from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { limits } from '../limits.js';
import { feedSources } from '../sources.js';

export interface FeedRead {
  /** Null reads all tenants, and what concerns all of them. */
  readonly tenant: string | null;
  readonly after: bigint;
}

/**
 * The events of disputes and of whoever took them away, replayed or restored them, in the order of the log, each
 * in today's stored form: old events are decoded and encoded again. What the ledger cannot read is among them, and
 * says so.
 */
@Injectable()
export class LedgerFeed {
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
      const fitting = await today(this.store, page, read);
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
      yield { ...page, events: await today(this.store, page, read) };
  }
}

const filterOf = ({ tenant, after }: FeedRead) => ({
  after,
  streamPrefixes: feedSources.flatMap(({ streamPrefix, tenantPrefix }) =>
    tenant === null ? [streamPrefix] : (tenantPrefix?.(tenant) ?? []),
  ),
});

/** Returns the events in today's form. One that cannot be read stays as it is stored, and says why. */
const today = async (
  store: EventStore,
  { events }: LogPage,
  { tenant }: FeedRead,
): Promise<readonly RecordedEvent[]> => {
  const shown: RecordedEvent[] = [];
  for (const event of events) {
    const source = feedSources.find(({ streamPrefix }) => event.stream.startsWith(streamPrefix));
    const isHidden = tenant !== null && source?.isOf?.(tenant, event.stream) !== true;
    if (source === undefined || isHidden) continue;
    const named = await namedEvent(store, event, source.today);
    const isRead = named.illegible === undefined && named.passedOver === undefined;
    shown.push(isRead ? { ...event, ...source.today(event) } : named);
  }
  return shown;
};
