import type { DatabaseSync, StatementSync } from '#libs/sqlite';
import {
  type EventLink,
  type LogPage,
  type RecordedEvent,
  StoreUnavailableError,
  StreamDamagedError,
  type StreamRead,
  UnknownPositionError,
} from '../event-store.js';
import { legibleContent, parsedOrText } from '../held/legible.js';
import { limits } from '../limits.js';
import { isStreamName } from '../stream-name.js';
import { reading } from './reading.js';

interface EventRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

interface LinkRow {
  readonly position: number;
  readonly id: string;
  readonly hash: string | null;
}

const FROM_EVENTS = 'FROM events e JOIN streams s ON s.id = e.stream_id';
const SELECT_EVENTS = `
  SELECT e.position, s.name AS stream, e.revision, e.id, e.type, e.data, e.metadata ${FROM_EVENTS}`;
/** Null for an event with another hash than the ledger writes: it is then read whole. */
const HASH = `CASE WHEN json_valid(e.metadata) AND json_type(e.metadata, '$.hash') = 'text'
  AND e.metadata ->> '$.hash' NOT GLOB '*[^0-9a-f]*' AND length(e.metadata ->> '$.hash') = 64
  THEN e.metadata ->> '$.hash' END`;
const SELECT_LINKS = `SELECT e.position, e.id, ${HASH} AS hash ${FROM_EVENTS}`;

/** Sorts after every name that begins with the prefix: no Unicode text has a higher code point. */
const AFTER_PREFIX = '\u{10FFFF}';

/** Reads of the log in pages, each one short statement: no reader holds the file while its consumer works. */
export class LogReader {
  private readonly selectHead: StatementSync;
  private readonly selectForwards: StatementSync;
  private readonly selectBackwards: StatementSync;
  private readonly selectAt: StatementSync;
  private readonly selectIdAt: StatementSync;
  private readonly selectNewest: StatementSync;

  constructor(private readonly database: DatabaseSync) {
    this.selectHead = database.prepare('SELECT max(position) AS position FROM events');
    this.selectForwards = database.prepare(
      `${SELECT_EVENTS} WHERE s.name = ? AND e.revision >= ? ORDER BY e.revision LIMIT ?`,
    );
    this.selectBackwards = database.prepare(
      `${SELECT_EVENTS} WHERE s.name = ? AND e.revision <= ? ORDER BY e.revision DESC LIMIT ?`,
    );
    this.selectAt = database.prepare(`${SELECT_EVENTS} WHERE e.position = ?`);
    this.selectIdAt = database.prepare('SELECT id FROM events WHERE position = ?');
    this.selectNewest = database.prepare(`${SELECT_EVENTS} ORDER BY e.position DESC LIMIT ?`);
  }

  headPosition(): bigint {
    this.assertOpen();
    return BigInt(Number(reading(() => this.selectHead.get())?.['position'] ?? 0));
  }

  newest(count: number): RecordedEvent[] {
    this.assertOpen();
    const rows: unknown[] = reading(() => this.selectNewest.all(count));
    return (rows as EventRow[]).map(recordedEvent);
  }

  idAt(position: bigint): string | undefined {
    this.assertOpen();
    return reading(() => this.selectIdAt.get(Number(position)))?.['id'] as string | undefined;
  }

  lastPosition(after: bigint, streamPrefixes: readonly string[]): bigint {
    const head = this.headPosition();
    if (head - after > limits.scanWindowPositions) return head;
    const { condition, bounds } = withPrefixes(streamPrefixes);
    // A cross join is read from left to right: the newest event first, and no stream without one.
    const newest = this.database.prepare(
      `SELECT e.position FROM events e CROSS JOIN streams s ON s.id = e.stream_id
       WHERE e.position > ?${condition} ORDER BY e.position DESC LIMIT 1`,
    );
    const last = reading(() => newest.get(Number(after), ...bounds));
    return BigInt(Number(last?.['position'] ?? after));
  }

  *readStream(stream: string, { direction, from, maxCount = Infinity }: StreamRead): Iterable<RecordedEvent> {
    // SQLite ends a text at a NUL, so a name that no stream can have would find another stream.
    if (!isStreamName(stream)) return;
    const isForwards = direction === 'forwards';
    let next = Number(from ?? (isForwards ? 0 : Number.MAX_SAFE_INTEGER));
    let left = maxCount;
    while (left > 0) {
      const pageSize = Math.min(left, limits.readPageEvents);
      const page = this.pageOfStream(stream, { isForwards, next, pageSize });
      yield* page.map(recordedEvent);
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) return;
      next = last.revision + (isForwards ? 1 : -1);
      left -= page.length;
    }
  }

  /** @throws StreamDamagedError when a revision is missing. */
  private pageOfStream(
    stream: string,
    { isForwards, next, pageSize }: { isForwards: boolean; next: number; pageSize: number },
  ): readonly EventRow[] {
    this.assertOpen();
    const select = isForwards ? this.selectForwards : this.selectBackwards;
    const rows: unknown[] = reading(() => select.all(stream, next, pageSize));
    const page = rows as EventRow[];
    // Backwards, the requested revision may lie past the end of the stream.
    assertWhole(stream, page, isForwards ? next : page[0]?.revision);
    return page;
  }

  filtered(streamPrefixes: readonly string[] = []): (after: bigint) => LogPage {
    const rows = this.rowsWithin(SELECT_EVENTS, streamPrefixes) as RowsWithin<EventRow>;
    return (after) => this.page(after, rows, recordedEvent);
  }

  /**
   * Returns a function that returns the next page after the one before. It throws once another program has put
   * another log in the place of this one, whose positions are alike.
   */
  following(streamPrefixes: readonly string[] | undefined, after: bigint): () => LogPage {
    const pageAfter = this.filtered(streamPrefixes);
    let position = after;
    let id = this.idAt(position);
    return () => {
      const page = pageAfter(position);
      if (id !== undefined && this.idAt(position) !== id)
        throw new UnknownPositionError(`The log has another event at position ${position} than it had.`);
      if (page.position > position) [position, id] = [page.position, this.idAt(page.position)];
      return page;
    };
  }

  /** Like `filtered`, but reads no more than the link of an event that has one. */
  filteredLinks(
    streamPrefixes: readonly string[] = [],
  ): (after: bigint) => LogPage<EventLink | RecordedEvent> {
    const rows = this.rowsWithin(SELECT_LINKS, streamPrefixes) as RowsWithin<LinkRow>;
    const eventOf = ({ position, id, hash }: LinkRow): EventLink | RecordedEvent =>
      hash === null ? this.eventAt(position) : { id, position: BigInt(position), hash };
    return (after) => this.page(after, rows, eventOf);
  }

  /** Prepares the statement for a filter once, so that following the log costs no parsing. */
  private rowsWithin(selectSome: string, streamPrefixes: readonly string[]): RowsWithin<unknown> {
    this.assertOpen();
    const { condition, bounds } = withPrefixes(streamPrefixes);
    const select = this.database.prepare(
      `${selectSome} WHERE e.position > ? AND e.position <= ?${condition} ORDER BY e.position LIMIT ?`,
    );
    return (after, end) => reading(() => select.all(after, end, ...bounds, limits.readPageEvents));
  }

  private page<Row extends { readonly position: number }, Event>(
    after: bigint,
    rowsWithin: RowsWithin<Row>,
    eventOf: (row: Row) => Event,
  ): LogPage<Event> {
    const head = this.headPosition();
    if (after > head) throw new UnknownPositionError(`The log has no position ${after}: it ends at ${head}.`);
    const windowEnd = after + limits.scanWindowPositions;
    const end = windowEnd < head ? windowEnd : head;
    const rows = rowsWithin(Number(after), Number(end));
    const last = rows.at(-1);
    const isFull = last !== undefined && rows.length === limits.readPageEvents;
    const position = isFull ? BigInt(last.position) : end > after ? end : after;
    return { events: rows.map(eventOf), position, isCaughtUp: position >= head };
  }

  private eventAt(position: number): RecordedEvent {
    return recordedEvent(reading(() => this.selectAt.get(position)) as unknown as EventRow);
  }

  /** Rejects a reader that asks for its next page when the file is closed. */
  private assertOpen(): void {
    if (!this.database.isOpen) throw new StoreUnavailableError('The event store is closed.');
  }
}

/** Returns the condition of a filter by stream prefixes, to be added to others, and its parameters. */
export const withPrefixes = (
  streamPrefixes: readonly string[],
): { readonly condition: string; readonly bounds: readonly string[] } => {
  const inRange = streamPrefixes.map(() => '(s.name >= ? AND s.name < ?)').join(' OR ');
  return {
    condition: inRange === '' ? '' : ` AND (${inRange})`,
    bounds: streamPrefixes.flatMap((prefix) => [prefix, prefix + AFTER_PREFIX]),
  };
};

/** Returns the rows of a page: after the first position, up to and including the second. */
type RowsWithin<Row> = (after: number, end: number) => Row[];

const recordedEvent = (row: EventRow): RecordedEvent => ({
  id: row.id,
  stream: row.stream,
  revision: BigInt(row.revision),
  position: BigInt(row.position),
  type: row.type,
  ...legibleContent({ data: parsedOrText(row.data), metadata: parsedOrText(row.metadata) }),
});

/** @throws StreamDamagedError naming the first revision that is missing. Nothing of ours deletes an event. */
const assertWhole = (stream: string, page: readonly EventRow[], first: number | undefined): void => {
  const step = (page[1]?.revision ?? 0) < (page[0]?.revision ?? 0) ? -1 : 1;
  const gap = page.findIndex(({ revision }, index) => revision !== (first ?? 0) + step * index);
  if (gap !== -1) throw new StreamDamagedError(stream, `revision ${(first ?? 0) + step * gap} is not there`);
};
