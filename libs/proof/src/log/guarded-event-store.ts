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
} from '#libs/event-store';
import type { ProofLogStanding } from './proof-log-standing.js';

/** Judges the time with which an event is to be recorded. */
export interface TimeGuard {
  /** @throws ClockInDoubtError for a time that cannot be believed. */
  assertMayRecord(recordedAt: string): void;
}

/** Rejects appends until the log has been verified against its signed checkpoints, and while the time is in doubt. */
export class GuardedEventStore extends EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly standing: ProofLogStanding,
    private readonly times?: TimeGuard,
  ) {
    super();
  }

  override async append(
    stream: string,
    events: readonly NewEvent[],
    expectedRevision: ExpectedRevision,
  ): Promise<AppendOutcome> {
    this.standing.assertSound();
    const last = events.at(-1);
    if (last !== undefined) this.times?.assertMayRecord(last.metadata.recordedAt);
    return this.store.append(stream, events, expectedRevision);
  }

  override readStream(stream: string, read: StreamRead): AsyncIterable<RecordedEvent> {
    return this.store.readStream(stream, read);
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
