import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, LogPage, LogRead, RecordedEvent } from '../src/event-store.js';

/** Long enough for a cluster on a busy machine; a test that waits this long has failed. */
const DEADLINE_MS = 10_000;

/** What the promise gives, or an error when it takes longer. */
export const within = async <Result>(timeoutMs: number, promise: Promise<Result>): Promise<Result> => {
  const timer = new AbortController();
  const late = pause(timeoutMs, undefined, { signal: timer.signal }).then((): never => {
    throw new Error(`Nothing came within ${timeoutMs} ms.`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
};

/** A subscriber that asks for the next page when the test says so. */
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

  /** Undefined when the subscription has ended. */
  async next(): Promise<LogPage | undefined> {
    const { done, value } = await this.iterator.next();
    if (done === true) return undefined;
    this.pages.push(value);
    return value;
  }

  async until(isReached: (page: LogPage) => boolean, timeoutMs = DEADLINE_MS): Promise<LogPage> {
    return within(timeoutMs, this.seek(isReached));
  }

  /** Asks on until that many events have come in all. */
  async untilEvents(count: number, timeoutMs = DEADLINE_MS): Promise<RecordedEvent[]> {
    if (this.events.length < count) await this.until(() => this.events.length >= count, timeoutMs);
    return this.events;
  }

  untilCaughtUp(): Promise<LogPage> {
    return this.until(({ isCaughtUp }) => isCaughtUp);
  }

  cancel(): void {
    this.cancellation.abort();
  }

  /** Takes what still comes until the subscription has ended. */
  end(): Promise<void> {
    return within(
      DEADLINE_MS,
      (async () => {
        while ((await this.next()) !== undefined);
      })(),
    );
  }

  private async seek(isReached: (page: LogPage) => boolean): Promise<LogPage> {
    for (;;) {
      const page = await this.next();
      if (page === undefined) throw new Error('The subscription ended.');
      if (isReached(page)) return page;
    }
  }
}
