import {
  type AppendOutcome,
  type EventLink,
  EventStore,
  type ExpectedRevision,
  type LogPage,
  type LogRead,
  type NewEvent,
  type RecordedEvent,
  type StreamRead,
  type Subscription,
} from '../src/event-store.js';

/**
 * How the next append goes wrong. The writer learns only that the outcome is unknown: the request was lost,
 * the reply was lost, or the request arrives only after the writer has looked for its events.
 */
export type Fault = 'request-lost' | 'reply-lost' | 'request-late';

/** A real store behind a network that fails on demand. */
export class UnsureStore extends EventStore {
  private faults: Fault[] = [];
  private late: (() => Promise<unknown>) | undefined;
  private faultyPrefix = '';

  constructor(private readonly store: EventStore) {
    super();
  }

  /** Makes the next appends to streams with this prefix fail in these ways, one fault per append. */
  failNext(faultyPrefix: string, ...faults: readonly Fault[]): void {
    this.faultyPrefix = faultyPrefix;
    this.faults = [...faults];
  }

  override async append(
    stream: string,
    events: readonly NewEvent[],
    expectedRevision: ExpectedRevision,
  ): Promise<AppendOutcome> {
    const send = (): Promise<AppendOutcome> => this.store.append(stream, events, expectedRevision);
    const fault = stream.startsWith(this.faultyPrefix) ? this.faults.shift() : undefined;
    if (fault === undefined) return send();
    if (fault === 'reply-lost') await send();
    if (fault === 'request-late') this.late = send;
    return { outcome: 'unknown', cause: new Error(fault) };
  }

  override async *readStream(stream: string, read: StreamRead): AsyncGenerator<RecordedEvent> {
    yield* this.store.readStream(stream, read);
    const { late } = this;
    this.late = undefined;
    await late?.();
  }

  override readAll(read?: LogRead): AsyncIterable<LogPage> {
    return this.store.readAll(read);
  }

  override readLinks(read?: LogRead): AsyncIterable<LogPage<EventLink | RecordedEvent>> {
    return this.store.readLinks(read);
  }

  override subscribeToAll(subscription: Subscription): AsyncIterable<LogPage> {
    return this.store.subscribeToAll(subscription);
  }

  override headPosition(): Promise<bigint> {
    return this.store.headPosition();
  }

  override idAt(position: bigint): Promise<string | undefined> {
    return this.store.idAt(position);
  }

  override lastPosition(read: Required<LogRead>): Promise<bigint> {
    return this.store.lastPosition(read);
  }

  override newest(count: number): Promise<readonly RecordedEvent[]> {
    return this.store.newest(count);
  }

  override close(): Promise<void> {
    return this.store.close();
  }
}
