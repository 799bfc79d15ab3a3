import type { JsonObject } from '#libs/kernel';
import type { EventMetadata } from './event-metadata.js';

/** An event that is about to be appended. The id is stable across retries of one command and unique in its stream. */
export interface NewEvent {
  readonly id: string;
  /** The stored name with its version, as in `DisputeOpened.v1`. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** The event's place in its stream: 0, 1, 2 and so on without gaps. */
  readonly revision: bigint;
  /** The event's place in the whole log. Grows with every event; gap-free only on the embedded store. */
  readonly position: bigint;
}

/** What the writer saw last of the stream. There is no "any": who has not read may not write. */
export type ExpectedRevision = bigint | 'no-stream';

export type AppendOutcome =
  | { readonly outcome: 'appended'; readonly revision: bigint; readonly position: bigint }
  | { readonly outcome: 'conflict'; readonly actualRevision: ExpectedRevision }
  /** Time-out or lost connection: it may be written or not. Never report it as failed; read the stream. */
  | { readonly outcome: 'unknown'; readonly cause: unknown };

export interface StreamRead {
  readonly direction: 'forwards' | 'backwards';
  /** The first revision to give, inclusive. Default: the start going forwards, the end going backwards. */
  readonly from?: bigint;
  readonly maxCount?: number;
}

export interface LogRead {
  /** The position after which to start, exclusive. Default: the start of the log. */
  readonly after?: bigint;
  /** Only events of streams whose name starts with one of these. Default: all. */
  readonly streamPrefixes?: readonly string[];
}

export interface Subscription extends LogRead {
  readonly signal: AbortSignal;
}

/** A run of events in log order. */
export interface LogPage<Event = RecordedEvent> {
  readonly events: readonly Event[];
  /** How far the log was looked at, also where the filter let nothing through: the checkpoint to resume from. */
  readonly position: bigint;
  /** Whether that was the end of the log at that moment. */
  readonly isCaughtUp: boolean;
}

/** A chained event, cut down to what a log of proofs keeps of it. */
export interface EventLink {
  readonly id: string;
  readonly position: bigint;
  /** As its metadata has it. */
  readonly hash: string;
}

/** The store cannot serve right now, and nothing was written. Worth a retry. */
export class StoreUnavailableError extends Error {}

/** The log has no record at this position. Positions are told by the store, and each has its own. */
export class UnknownPositionError extends RangeError {}

/** A stream is not as the ledger wrote it: somebody deleted or truncated it. Nothing may be decided on what is left. */
export class StreamDamagedError extends Error {
  constructor(stream: string, problem: string) {
    super(`The stream ${stream} is not as it was written: ${problem}.`);
  }
}

/**
 * The port to the log of events. One contract suite (`contract/event-store.contract.ts`) says what each adapter
 * does; a reader sees events in commit order and never one that could still vanish.
 */
export abstract class EventStore {
  /**
   * Appends all events or none. The same events sent again with the same expected revision are a success that
   * adds nothing and answers with the revision and position of the first time.
   *
   * @throws RangeError for no events, more than `limits.ts` allows, an id that is not a UUID, or what cannot be the
   * name of a stream or the type of an event.
   * @throws StoreUnavailableError when nothing was written.
   */
  abstract append(
    stream: string,
    events: readonly NewEvent[],
    expectedRevision: ExpectedRevision,
  ): Promise<AppendOutcome>;

  /** A stream that does not exist gives no events. */
  abstract readStream(stream: string, read: StreamRead): AsyncIterable<RecordedEvent>;

  /**
   * From the given position to the end of the log at the time of the last page.
   *
   * @throws UnknownPositionError where the store must have a record at that position, and has none.
   */
  abstract readAll(read?: LogRead): AsyncIterable<LogPage>;

  /**
   * Like `readAll`, for a reader that needs the links only: an event that has a hash may come as its link, one that
   * has none comes whole.
   */
  abstract readLinks(read?: LogRead): AsyncIterable<LogPage<EventLink | RecordedEvent>>;

  /**
   * Follows the log until the signal aborts, then ends. The next page is fetched when the consumer asks for it,
   * so a slow consumer costs nothing. The first page that reaches the end is given even when it is empty.
   *
   * @throws StoreUnavailableError when the store was lost: `followLog` goes on after the last page.
   * @throws UnknownPositionError as `readAll` does.
   */
  abstract subscribeToAll(subscription: Subscription): AsyncIterable<LogPage>;

  /** The position of the last event, 0 for an empty log. */
  abstract headPosition(): Promise<bigint>;

  /** Finishes what was accepted, ends every subscription, and refuses whatever comes later as unavailable. */
  abstract close(): Promise<void>;
}
