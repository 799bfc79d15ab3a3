import { type AppendResult, type EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { WrongExpectedVersionError } from '@eventstore/db-client';
import pLimit from 'p-limit';
import { appendProblem } from '../append-problem.js';
import {
  type AppendOutcome,
  EventStore,
  type ExpectedRevision,
  type LogPage,
  type LogRead,
  type NewEvent,
  type RecordedEvent,
  StoreUnavailableError,
  StreamDamagedError,
  type StreamRead,
  type Subscription,
} from '../event-store.js';
import { limits } from '../limits.js';
import { Connection } from './connection.js';
import { type ConnectionUrl, connectionUrl } from './connection-url.js';
import { failureOf } from './failures.js';
import { LogReads } from './log-reads.js';
import { LogSubscription } from './log-subscription.js';
import { retry } from './retry.js';

/** Time limits, whose defaults are in `limits.ts`. */
export interface EventStoreDbOptions {
  /** How long one call may take. A command may take a little more than twice as long. */
  readonly callTimeoutMs?: number;
  /** How long a subscription may be silent before it is checked against the log. */
  readonly quietSubscriptionMs?: number;
}

/** The event store on EventStoreDB 24.10.5 or later. Its client is kept on a short leash (decision 0009). */
export class EventStoreDbEventStore extends EventStore {
  private readonly connection: Connection;
  private readonly reads: LogReads;
  private readonly callTimeoutMs: number;
  private readonly quietMs: number;
  private readonly sending = pLimit(limits.maxAppendsInFlight);
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly closing = new AbortController();

  private constructor(
    private readonly target: ConnectionUrl,
    options: EventStoreDbOptions,
  ) {
    super();
    this.callTimeoutMs = options.callTimeoutMs ?? limits.callTimeoutMs;
    this.quietMs = options.quietSubscriptionMs ?? limits.quietSubscriptionMs;
    this.connection = new Connection(target.url);
    this.reads = new LogReads(this.connection, {
      callTimeoutMs: this.callTimeoutMs,
      closing: this.closing.signal,
    });
  }

  /**
   * Opens the store without waiting for the server: until that can be reached, every call throws
   * StoreUnavailableError.
   *
   * @throws Error when the URL cannot be used; the message does not contain it, as it may hold a password.
   */
  static async open(url: string, options: EventStoreDbOptions = {}): Promise<EventStoreDbEventStore> {
    return new EventStoreDbEventStore(connectionUrl(url), options);
  }

  override async append(
    stream: string,
    events: readonly NewEvent[],
    expectedRevision: ExpectedRevision,
  ): Promise<AppendOutcome> {
    const problem = appendProblem(stream, events, bytesOf(events));
    if (problem !== undefined) throw new RangeError(problem);
    if (this.closing.signal.aborted) throw closed();
    if (this.sending.pendingCount >= limits.maxQueuedAppends)
      throw new StoreUnavailableError('Too many appends are waiting for the event store.');
    const latest = performance.now() + limits.maxAppendWaitMs;
    const appending = this.sending(() => {
      // What was taken before the store closes is still sent, however long it has waited.
      if (performance.now() > latest && !this.closing.signal.aborted)
        throw new StoreUnavailableError('The append could not be sent in time.');
      return this.send(stream, events, expectedRevision);
    });
    this.underWay.add(appending);
    return appending.finally(() => this.underWay.delete(appending));
  }

  override readStream(stream: string, read: StreamRead): AsyncGenerator<RecordedEvent> {
    return this.reads.readStream(stream, read);
  }

  override async *readAll(read: LogRead = {}): AsyncGenerator<LogPage> {
    for await (const page of this.follow(read, this.closing.signal)) {
      yield page;
      if (page.isCaughtUp) return;
    }
    throw closed();
  }

  /** Like `readAll`: the server has no shorter form of an event. */
  override readLinks(read?: LogRead): AsyncIterable<LogPage> {
    return this.readAll(read);
  }

  override async *subscribeToAll({ signal, ...read }: Subscription): AsyncGenerator<LogPage> {
    yield* this.follow(read, AbortSignal.any([signal, this.closing.signal]));
  }

  override headPosition(): Promise<bigint> {
    return this.reads.headPosition();
  }

  override idAt(position: bigint): Promise<string | undefined> {
    return this.reads.idAt(position);
  }

  override lastPosition({ after, streamPrefixes }: Required<LogRead>): Promise<bigint> {
    return this.reads.lastPosition(after, streamPrefixes);
  }

  override newest(count: number): Promise<readonly RecordedEvent[]> {
    return this.reads.newest(count);
  }

  /** Returns whether the cluster has a leader that answers now. */
  isReachable(): Promise<boolean> {
    return this.reads.isReachable();
  }

  override async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    await Promise.allSettled(this.underWay);
    await this.connection.close();
  }

  private async *follow(read: LogRead, signal: AbortSignal): AsyncGenerator<LogPage> {
    if (this.closing.signal.aborted) throw closed();
    if (signal.aborted) return;
    const { connection, reads, callTimeoutMs, quietMs } = this;
    yield* new LogSubscription({ connection, reads, callTimeoutMs, quietMs }, read, signal).pages();
  }

  private async send(
    stream: string,
    events: readonly NewEvent[],
    expectedRevision: ExpectedRevision,
  ): Promise<AppendOutcome> {
    const write = (client: EventStoreDBClient, deadline: number): Promise<AppendResult> =>
      client.appendToStream(stream, events.map(eventData), {
        expectedRevision: expectedRevision === 'no-stream' ? NO_STREAM : expectedRevision,
        credentials: this.target.credentials,
        requiresLeader: true,
        deadline,
      });
    try {
      const written = await retry({ timeoutMs: this.callTimeoutMs, after: ['refused'] }, (leftMs) =>
        this.connection.call(leftMs, (client) => write(client, leftMs)),
      );
      return outcomeOf(written, { stream, revision: revisionAfter(expectedRevision, events.length) });
    } catch (error) {
      return failedOutcome(error, stream);
    }
  }
}

const eventData = ({ id, type, data, metadata }: NewEvent) => jsonEvent({ id, type, data, metadata });

const revisionAfter = (expected: ExpectedRevision, count: number): bigint =>
  (expected === 'no-stream' ? -1n : expected) + BigInt(count);

const outcomeOf = (
  { nextExpectedRevision: revision, position }: AppendResult,
  expected: { readonly stream: string; readonly revision: bigint },
): AppendOutcome => {
  // A deleted stream that is appended to again continues its old revisions.
  if (revision !== expected.revision)
    throw new StreamDamagedError(expected.stream, `it went on at revision ${revision}`);
  if (position === undefined)
    return { outcome: 'unknown', cause: new Error('The event store returned no position.') };
  return { outcome: 'appended', revision, position: position.commit };
};

/** Returns or throws what a failed append means to its caller. */
const failedOutcome = (cause: unknown, stream: string): AppendOutcome => {
  if (cause instanceof StreamDamagedError) throw cause;
  const failure = failureOf(cause);
  switch (failure) {
    case 'conflict':
      return { outcome: 'conflict', actualRevision: actualRevisionOf(cause) };
    case 'interrupted':
      return { outcome: 'unknown', cause };
    case 'refused':
    case 'no-stream':
      throw new StoreUnavailableError('The event store wrote nothing.', { cause });
    case 'stream-deleted':
      throw new StreamDamagedError(stream, 'it was deleted');
    case 'bad-request':
      throw new RangeError('The event store rejects such an append.', { cause });
  }
};

const actualRevisionOf = (error: unknown): ExpectedRevision => {
  const actual = error instanceof WrongExpectedVersionError ? error.actualVersion : NO_STREAM;
  return actual === NO_STREAM ? 'no-stream' : actual;
};

const bytesOf = (events: readonly NewEvent[]): number =>
  events.reduce((sum, { data, metadata }) => sum + byteLength(data) + byteLength(metadata), 0);

const byteLength = (value: object): number => Buffer.byteLength(JSON.stringify(value));

const closed = (): StoreUnavailableError => new StoreUnavailableError('The event store is closed.');
