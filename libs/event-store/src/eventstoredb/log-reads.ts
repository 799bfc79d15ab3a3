import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  type EventStoreDBClient,
  FORWARDS,
  START,
  type StreamingRead,
} from '@eventstore/db-client';
import {
  type RecordedEvent,
  StoreUnavailableError,
  StreamDamagedError,
  type StreamRead,
  UnknownPositionError,
} from '../event-store.js';
import { limits } from '../limits.js';
import { isStreamName } from '../stream-name.js';
import { collectPage } from './collect-page.js';
import type { Connection } from './connection.js';
import { ClientReplacedError, failureOf } from './failures.js';
import { cutProblem, isWanted, positionOf, recordedEvent } from './recorded-event.js';
import { retry } from './retry.js';

/** The greatest position that a server can have: those are signed numbers of 64 bits. */
const MAX_POSITION = 2n ** 63n - 1n;

/** Any node but the leader may answer with outdated data. */
const FROM_LEADER = { requiresLeader: true } as const;

/** Bounded reads, in pages. No call stays open while the consumer works. */
export class LogReads {
  constructor(
    private readonly connection: Connection,
    private readonly options: { readonly callTimeoutMs: number; readonly closing: AbortSignal },
  ) {}

  async *readStream(
    stream: string,
    { direction, from, maxCount }: StreamRead,
  ): AsyncGenerator<RecordedEvent> {
    if (!isStreamName(stream)) return;
    let next = from ?? (direction === 'forwards' ? 0n : undefined);
    let left = maxCount ?? Infinity;
    while (left > 0 && next !== -1n) {
      const pageSize = Math.min(left, limits.readPageEvents);
      const page = await this.streamPage(stream, { direction, from: next, maxCount: pageSize });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return;
      next = last.revision + stepOf(direction);
      left -= page.length;
    }
  }

  /**
   * Returns a page of the log's records after a position, the server's own among them.
   *
   * @throws UnknownPositionError for a position at which the log has no record. The server itself takes one
   * beyond the end for the end, and a subscription there is silent for ever.
   */
  async recordsAfter(position: bigint): Promise<AllStreamResolvedEvent[]> {
    const records = await this.recordsFrom(position, limits.readPageEvents);
    if (position > 0n && records.length === 0)
      throw new UnknownPositionError(`The log has no position ${position}: it ends before.`);
    return records.filter((record) => positionOf(record) > position);
  }

  async idAt(position: bigint): Promise<string | undefined> {
    if (position <= 0n || position > MAX_POSITION) return undefined;
    try {
      const [record] = await this.recordsFrom(position, 1);
      return record !== undefined && positionOf(record) === position ? record.event?.id : undefined;
    } catch (error) {
      if (error instanceof UnknownPositionError) return undefined;
      throw error;
    }
  }

  async headPosition(): Promise<bigint> {
    const [last] = await this.pageOfLog((client) => client.readAll(LAST_OF_LOG));
    return last === undefined ? 0n : positionOf(last);
  }

  /** Looks at the last `maxHeadRecords` of the log, the server's own among them. */
  async lastPosition(after: bigint, streamPrefixes: readonly string[]): Promise<bigint> {
    const prefixes = streamPrefixes.length === 0 ? undefined : streamPrefixes;
    const read = { ...LAST_OF_LOG, maxCount: limits.maxHeadRecords } as const;
    const records = await this.pageOfLog((client) => client.readAll(read));
    for (const record of records) {
      const position = positionOf(record);
      if (position <= after) return after;
      if (isWanted(record, prefixes)) return position;
    }
    return records[0] === undefined ? after : positionOf(records[0]);
  }

  /** Looks at the last `count` records of the log, the server's own among them. */
  async newest(count: number): Promise<readonly RecordedEvent[]> {
    const read = { ...LAST_OF_LOG, maxCount: count } as const;
    const records = await this.pageOfLog((client) => client.readAll(read));
    return records.filter((record) => isWanted(record, undefined)).map(recordedEvent);
  }

  /** Returns whether the leader answers now. */
  async isReachable(): Promise<boolean> {
    const { callTimeoutMs } = this.options;
    return this.connection
      .call(callTimeoutMs, (client) => collectPage(client.readAll(LAST_OF_LOG), callTimeoutMs))
      .then(
        () => true,
        () => false,
      );
  }

  private async streamPage(
    stream: string,
    { direction, from, maxCount }: PageOfStream,
  ): Promise<RecordedEvent[]> {
    const isForwards = direction === 'forwards';
    const read = {
      direction: isForwards ? FORWARDS : BACKWARDS,
      fromRevision: from ?? (isForwards ? START : END),
      maxCount,
      ...FROM_LEADER,
    } as const;
    // A read of a stream that exists is empty only if it starts past the end.
    const mayBeEmpty = isForwards && from !== 0n;
    try {
      const page = await this.page((client) => client.readStream(stream, read), mayBeEmpty);
      return wholePage(stream, page.map(recordedEvent), { direction, from });
    } catch (error) {
      return await this.missing(stream, error);
    }
  }

  /** Reads from the position on, inclusive. */
  private recordsFrom(position: bigint, maxCount: number): Promise<AllStreamResolvedEvent[]> {
    const fromPosition = position === 0n ? START : { commit: position, prepare: position };
    const read = { direction: FORWARDS, fromPosition, maxCount, ...FROM_LEADER } as const;
    return this.pageOfLog((client) => client.readAll(read));
  }

  /**
   * Returns no events for a stream that does not exist. A deleted or emptied stream reads like one that never
   * was, and an append would go on at its old revisions.
   *
   * @throws StreamDamagedError when it was cut or deleted, and what else the error of the read means.
   */
  private async missing(stream: string, error: unknown): Promise<RecordedEvent[]> {
    if (error instanceof StreamDamagedError) throw error;
    const failure = failureOf(error);
    if (failure === 'no-stream' || error instanceof EmptyReadError) await this.assertUncut(stream);
    if (failure === 'no-stream') return [];
    throw failure === 'stream-deleted'
      ? new StreamDamagedError(stream, 'it was deleted')
      : readingProblem(error);
  }

  /** @throws StreamDamagedError when the metadata of the stream hides events of it. */
  private async assertUncut(stream: string): Promise<void> {
    const read = { direction: BACKWARDS, fromRevision: END, maxCount: 1, ...FROM_LEADER } as const;
    const [last] = await this.page((client) => client.readStream(`$$${stream}`, read), true).catch(
      (error: unknown) => {
        if (failureOf(error) === 'no-stream') return [];
        throw readingProblem(error);
      },
    );
    const problem = cutProblem(last?.event?.data);
    if (problem !== undefined) throw new StreamDamagedError(stream, problem.replace('the stream', 'it'));
  }

  private async pageOfLog(
    start: (client: EventStoreDBClient) => StreamingRead<AllStreamResolvedEvent>,
  ): Promise<AllStreamResolvedEvent[]> {
    try {
      return await this.page(start, true);
    } catch (error) {
      throw readingProblem(error);
    }
  }

  private page<Item>(
    start: (client: EventStoreDBClient) => StreamingRead<Item>,
    mayBeEmpty: boolean,
  ): Promise<Item[]> {
    const { callTimeoutMs, closing } = this.options;
    if (closing.aborted) throw new StoreUnavailableError('The event store is closed.');
    return retry({ timeoutMs: callTimeoutMs, after: ['refused', 'interrupted'] }, async (leftMs) => {
      const items = await this.connection.call(leftMs, async (client) => {
        const collected = await collectPage(start(client), leftMs);
        // Replacing a client cancels its reads, and the client ends a cancelled read as if it were complete.
        if (client !== this.connection.current) throw new ClientReplacedError();
        return collected;
      });
      if (items.length === 0 && !mayBeEmpty) throw new EmptyReadError('The event store cut a read short.');
      return items;
    });
  }
}

/** A read of a stream that exists had no event. */
class EmptyReadError extends Error {}

const stepOf = (direction: StreamRead['direction']): bigint => (direction === 'forwards' ? 1n : -1n);

/**
 * Returns the page, if it has no gap. Backwards, the requested revision may lie past the end of the stream.
 *
 * @throws StreamDamagedError naming the first missing revision: the stream was truncated.
 */
const wholePage = (
  stream: string,
  page: RecordedEvent[],
  { direction, from = 0n }: Pick<PageOfStream, 'direction' | 'from'>,
): RecordedEvent[] => {
  const first = direction === 'forwards' ? from : (page[0]?.revision ?? 0n);
  for (const [index, { revision }] of page.entries()) {
    const expected = first + stepOf(direction) * BigInt(index);
    if (revision !== expected) throw new StreamDamagedError(stream, `revision ${expected} is not there`);
  }
  return page;
};

interface PageOfStream {
  readonly direction: StreamRead['direction'];
  readonly from: bigint | undefined;
  readonly maxCount: number;
}

const readingProblem = (cause: unknown): Error => {
  if (cause instanceof StoreUnavailableError) return cause;
  if (failureOf(cause) === 'bad-request')
    return new UnknownPositionError('The log has no record at this position.', { cause });
  return new StoreUnavailableError('The event store could not be read.', { cause });
};

const LAST_OF_LOG = { direction: BACKWARDS, fromPosition: END, maxCount: 1, ...FROM_LEADER } as const;
