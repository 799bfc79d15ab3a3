import type { EventStore, LogPage, LogRead, RecordedEvent } from '../src/event-store.js';

/** A subscriber that reads one page per call. A page that never comes hangs the test until Jest fails it. */
export class Following {
  readonly pages: LogPage[] = [];
  private readonly cancellation = new AbortController();
  private readonly iterator: AsyncIterator<LogPage>;

  constructor(store: EventStore, read: LogRead = {}) {
    const subscription = store.subscribeToAll({ ...read, signal: this.cancellation.signal });
    this.iterator = subscription[Symbol.asyncIterator]();
  }

  get events(): RecordedEvent[] {
    return this.pages.flatMap(({ events }) => events);
  }

  /** Resolves with the next page, or with undefined when the subscription has ended. */
  async next(): Promise<LogPage | undefined> {
    const { done, value } = await this.iterator.next();
    if (done === true) return undefined;
    this.pages.push(value);
    return value;
  }

  async until(isReached: (page: LogPage) => boolean): Promise<LogPage> {
    for (;;) {
      const page = await this.next();
      if (page === undefined) throw new Error('The subscription ended.');
      if (isReached(page)) return page;
    }
  }

  /** Reads pages until it has received `count` events in total. */
  async untilEvents(count: number): Promise<RecordedEvent[]> {
    if (this.events.length < count) await this.until(() => this.events.length >= count);
    return this.events;
  }

  untilCaughtUp(): Promise<LogPage> {
    return this.until(({ isCaughtUp }) => isCaughtUp);
  }

  cancel(): void {
    this.cancellation.abort();
  }

  /** Reads the remaining pages until the subscription has ended. */
  async end(): Promise<void> {
    while ((await this.next()) !== undefined);
  }
}
