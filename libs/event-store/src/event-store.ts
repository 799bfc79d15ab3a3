import type { JsonObject } from '#libs/kernel';
import type { EventMetadata } from './event-metadata.js';
import type { Acceptance } from './held/acceptance.js';
import { StreamHeldError } from './held/held-stream.js';

/** An event to append. */
export interface NewEvent {
  /** A UUID in lower case, unique in its stream and the same in every retry of the command that causes it. */
  readonly id: string;
  /** The stored name with its version, as in `DisputeOpened.v1`. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

/** An event as the log has it. */
export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** The event's place in its stream: 0, 1, 2 and so on without gaps. */
  readonly revision: bigint;
  /** The event's place in the whole log. Grows with every event; gap-free only on the embedded store. */
  readonly position: bigint;
  /** Why the store can tell that the ledger did not write the event; absent for every event that it wrote. */
  readonly illegible?: string;
  /** The decision to pass the event over. No store sets it: readers that know the decisions do. */
  readonly passedOver?: Acceptance;
}

/** The last revision that the writer has read of a stream. There is no "any": a writer must have read it. */
export type ExpectedRevision = bigint | 'no-stream';

export type AppendOutcome =
  /** The place of the append's last event. */
  | { readonly outcome: 'appended'; readonly revision: bigint; readonly position: bigint }
  /** The stream was not at the expected revision; nothing was written. */
  | { readonly outcome: 'conflict'; readonly actualRevision: ExpectedRevision }
  /** After a time-out or a lost connection: written, or not, or not yet. Not a failure; read the stream. */
  | { readonly outcome: 'unknown'; readonly cause: unknown };

export interface StreamRead {
  readonly direction: 'forwards' | 'backwards';
  /** The first revision to return, inclusive. Default: the start going forwards, the end going backwards. */
  readonly from?: bigint;
  /** Default: no limit. */
  readonly maxCount?: number;
}

export interface LogRead {
  /** The position after which to start, exclusive. Default: the start of the log. */
  readonly after?: bigint;
  /** Only events of streams whose name starts with one of these. Default: all. */
  readonly streamPrefixes?: readonly string[];
}

export interface Subscription extends LogRead {
  /** Ends the subscription when it aborts. */
  readonly signal: AbortSignal;
}

/**
 * The last event that a reader took. A log that has another one there, or none, is not the log that it read:
 * one that was restored, cut, emptied or exchanged.
 */
export interface LogMark {
  readonly position: bigint;
  readonly id: string;
}

/** A run of events in log order. */
export interface LogPage<Event = RecordedEvent> {
  readonly events: readonly Event[];
  /** How far the log was examined, past events that the filter left out: the `after` from which to resume. */
  readonly position: bigint;
  /** Whether `position` was the end of the log when the page was read. */
  readonly isCaughtUp: boolean;
}

/** A chained event, reduced to what the proof log keeps of it. */
export interface EventLink {
  readonly id: string;
  readonly position: bigint;
  /** From the event's metadata. */
  readonly hash: string;
}

/**
 * The store cannot serve now; a retry may succeed. Where an `EventStore` throws it, nothing was written.
 * Where a `Transactor` does, the command may have been committed: repeat it under the same idempotency key.
 */
export class StoreUnavailableError extends Error {}

/**
 * The log, its files or the clock are not as they should be. Nothing that rests on them is acknowledged, shown
 * or exported until that is settled.
 */
export class InDoubtError extends StoreUnavailableError {
  /** What every caller may be told: a sentence or two that name no tenant. */
  readonly told: string;

  constructor(message: string, { told, ...options }: ErrorOptions & { readonly told: string }) {
    super(message, options);
    this.told = told;
  }
}

/**
 * A position at which the log has no record: it lies beyond the end, or where no record begins. Positions come
 * from the store, and mean nothing to another one.
 */
export class UnknownPositionError extends RangeError {}

/** A stream that was deleted or truncated since the ledger wrote it. No decision may rest on what is left. */
export class StreamDamagedError extends StreamHeldError {
  constructor(stream: string, problem: string) {
    const place = { revision: null, position: null, type: null, eventId: null, since: null };
    super(
      { stream, kind: 'cut', ...place, reason: problem },
      `The stream ${stream} is not as it was written: ${problem}.`,
    );
  }
}

/**
 * The port to the event log. The contract suite (`contract/event-store.contract.ts`) defines what every
 * adapter does. Readers see events in the order of their commits, and never one that could still be lost.
 */
export abstract class EventStore {
  /**
   * Appends all events or none. When the same events are sent again at the same expected revision, nothing is
   * added and the outcome is that of the first time.
   *
   * @throws RangeError for no events, for more than `limits.ts` allows, for an id that is not a UUID in lower
   * case, and for an invalid name of a stream or type of an event.
   * @throws StoreUnavailableError when the store is closed, overloaded or out of reach; nothing was written.
   * @throws StreamDamagedError where the store can tell that the stream was deleted.
   */
  abstract append(
    stream: string,
    events: readonly NewEvent[],
    expectedRevision: ExpectedRevision,
  ): Promise<AppendOutcome>;

  /**
   * Reads the events of a stream; there are none where the stream does not exist.
   *
   * @throws StoreUnavailableError when the store is closed or out of reach.
   * @throws StreamDamagedError when the stream was deleted for good or truncated.
   */
  abstract readStream(stream: string, read: StreamRead): AsyncIterable<RecordedEvent>;

  /**
   * Reads the log in pages, to its end as of the last page. There is always a last page, even if it is empty.
   *
   * @throws StoreUnavailableError when the store is closed or out of reach.
   * @throws UnknownPositionError for a position to start after at which the log has no record.
   */
  abstract readAll(read?: LogRead): AsyncIterable<LogPage>;

  /**
   * Like `readAll`, for a reader that needs the links only: an event with a hash may be reduced to its link,
   * one without a hash comes whole.
   */
  abstract readLinks(read?: LogRead): AsyncIterable<LogPage<EventLink | RecordedEvent>>;

  /**
   * Follows the log until the signal aborts or the store closes, then ends. A page is taken only when the
   * consumer asks for it, so a slow consumer is never overrun. The first page that reaches the end of the log
   * is yielded even if it is empty.
   *
   * @throws StoreUnavailableError when the store is closed or lost. `followLog` resumes after the last page.
   * @throws UnknownPositionError as `readAll` does, and where the store can tell that the log has become another
   * one since the last page.
   */
  abstract subscribeToAll(subscription: Subscription): AsyncIterable<LogPage>;

  /**
   * Returns the position at which the log ends, 0 for an empty log. On EventStoreDB it may be that of a
   * record of the server's own, after our last event.
   *
   * @throws StoreUnavailableError when the store is closed or out of reach.
   */
  abstract headPosition(): Promise<bigint>;

  /**
   * Returns the id of the record at the position; undefined where the log has none.
   *
   * @throws StoreUnavailableError when the store is closed or out of reach.
   */
  abstract idAt(position: bigint): Promise<string | undefined>;

  /**
   * Returns the position of the last event after `after` in the streams that match; `after` if there is none.
   * It looks back over a bounded part of the log, and returns the position at which the log ends where it
   * finds no such event there.
   *
   * @throws StoreUnavailableError when the store is closed or out of reach.
   */
  abstract lastPosition(read: Required<LogRead>): Promise<bigint>;

  /**
   * Returns the newest events of the ledger, the newest first. There may be fewer than `count` where the store
   * has records of its own among them.
   *
   * @throws StoreUnavailableError when the store is closed or out of reach.
   */
  abstract newest(count: number): Promise<readonly RecordedEvent[]>;

  /**
   * Completes the appends that it has taken, ends every subscription, and rejects later calls as unavailable.
   */
  abstract close(): Promise<void>;
}
