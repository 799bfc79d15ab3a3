import {
  type AppendOutcome,
  type EventLink,
  EventStore,
  type ExpectedRevision,
  InDoubtError,
  type LogPage,
  type LogRead,
  type NewEvent,
  type RecordedEvent,
  type StreamRead,
  type Subscription,
} from '#libs/event-store';
import { changed, EventChecks, type KnownLog } from './event-checks.js';

/** Is told of each read that was rejected because the log is in doubt. */
type DoubtListener = (doubt: InDoubtError) => void;

/**
 * Checks every event that is read whole, so that nothing is decided, shown, projected or exported that rests
 * on an event which was changed after it was recorded. Links alone are not checked: they have no content.
 *
 * Reads throw ChangedEventError at such an event, in addition to what the store throws.
 */
export class CheckedEventStore extends EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly known: KnownLog,
    private readonly onDoubt: DoubtListener = () => undefined,
  ) {
    super();
  }

  override append(
    stream: string,
    events: readonly NewEvent[],
    expectedRevision: ExpectedRevision,
  ): Promise<AppendOutcome> {
    return this.store.append(stream, events, expectedRevision);
  }

  override async *readStream(stream: string, read: StreamRead): AsyncGenerator<RecordedEvent> {
    const checks = new EventChecks(this.known, 1);
    const step = read.direction === 'forwards' ? 1n : -1n;
    let expected = read.direction === 'forwards' ? (read.from ?? 0n) : undefined;
    let isFirst = true;
    try {
      for await (const event of this.store.readStream(stream, read)) {
        if (event.revision !== (expected ?? event.revision))
          throw changed(event, `revision ${expected} of its stream is expected here and is not there`);
        if (isFirst && !checks.mayLackHash(event)) await this.assertMayLackHash(event);
        checks.check(event);
        isFirst = false;
        expected = event.revision + step;
        yield event;
      }
    } catch (error) {
      throw this.told(error);
    }
  }

  override async *readAll(read?: LogRead): AsyncGenerator<LogPage> {
    yield* this.checked(this.store.readAll(read));
  }

  override readLinks(read?: LogRead): AsyncIterable<LogPage<EventLink | RecordedEvent>> {
    return this.store.readLinks(read);
  }

  override async *subscribeToAll(subscription: Subscription): AsyncGenerator<LogPage> {
    yield* this.checked(this.store.subscribeToAll(subscription));
  }

  override headPosition(): Promise<bigint> {
    return this.telling(this.store.headPosition());
  }

  override lastPosition(read: Required<LogRead>): Promise<bigint> {
    return this.telling(this.store.lastPosition(read));
  }

  override idAt(position: bigint): Promise<string | undefined> {
    return this.store.idAt(position);
  }

  override newest(count: number): Promise<readonly RecordedEvent[]> {
    return this.telling(this.store.newest(count));
  }

  override close(): Promise<void> {
    return this.store.close();
  }

  private async *checked(pages: AsyncIterable<LogPage>): AsyncGenerator<LogPage> {
    const checks = new EventChecks(this.known);
    try {
      for await (const page of pages) {
        for (const event of page.events) checks.check(event);
        yield page;
      }
    } catch (error) {
      throw this.told(error);
    }
  }

  /**
   * Rejects the first event of a read if it carries no hash although the event before it does. A reader of a
   * whole stream has met that one.
   */
  private async assertMayLackHash(event: RecordedEvent): Promise<void> {
    const { stream, revision, metadata } = event;
    if (metadata.hash !== undefined || revision === 0n) return;
    const previous = { direction: 'backwards', from: revision - 1n, maxCount: 1 } as const;
    for await (const before of this.store.readStream(stream, previous))
      if (before.metadata.hash !== undefined)
        throw changed(event, 'it carries no hash, although the previous event does');
  }

  private telling<Result>(answer: Promise<Result>): Promise<Result> {
    return answer.catch((error: unknown) => {
      throw this.told(error);
    });
  }

  /** Tells the listener of a doubt, and returns the error. */
  private told(error: unknown): unknown {
    if (error instanceof InDoubtError) this.onDoubt(error);
    return error;
  }
}
