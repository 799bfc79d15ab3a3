import { type DatabaseSync, openForReading } from '#libs/sqlite';
import {
  type AppendOutcome,
  type EventLink,
  EventStore,
  type LogPage,
  type LogRead,
  type RecordedEvent,
  StoreUnavailableError,
  type StreamRead,
  UnknownPositionError,
} from '../event-store.js';
import { LogReader } from './log-reader.js';

interface Segment {
  readonly database: DatabaseSync;
  readonly reader: LogReader;
}

/** A log that lies in several files, one part after the other, for reading only. */
export class SegmentedLog extends EventStore {
  private constructor(private readonly segments: readonly Segment[]) {
    super();
  }

  /** Opens the files, given in the order of their events. */
  static async open(files: readonly string[]): Promise<SegmentedLog> {
    const segments: Segment[] = [];
    try {
      for (const file of files) {
        const database = await openForReading(file);
        segments.push({ database, reader: new LogReader(database) });
      }
      return new SegmentedLog(segments);
    } catch (error) {
      for (const { database } of segments) database.close();
      throw error;
    }
  }

  override append(): Promise<AppendOutcome> {
    return Promise.reject(new StoreUnavailableError('A backup takes no events.'));
  }

  override async *readStream(stream: string, read: StreamRead): AsyncGenerator<RecordedEvent> {
    const isForwards = read.direction === 'forwards';
    let left = read.maxCount ?? Infinity;
    for (const { reader } of isForwards ? this.segments : [...this.segments].reverse())
      for (const event of reader.readStream(stream, { ...read, maxCount: left })) {
        yield event;
        left -= 1;
        if (left === 0) return;
      }
  }

  override async *readAll({ after, streamPrefixes }: LogRead = {}): AsyncGenerator<LogPage> {
    yield* this.pages((reader) => reader.filtered(streamPrefixes), after);
  }

  override async *readLinks({ after, streamPrefixes }: LogRead = {}): AsyncGenerator<
    LogPage<EventLink | RecordedEvent>
  > {
    yield* this.pages((reader) => reader.filteredLinks(streamPrefixes), after);
  }

  override async *subscribeToAll(): AsyncGenerator<LogPage> {
    throw new StoreUnavailableError('A backup cannot be followed.');
  }

  override async headPosition(): Promise<bigint> {
    return this.segments.at(-1)?.reader.headPosition() ?? 0n;
  }

  override lastPosition(): Promise<bigint> {
    return this.headPosition();
  }

  override async idAt(position: bigint): Promise<string | undefined> {
    return this.segments.find(({ reader }) => reader.headPosition() >= position)?.reader.idAt(position);
  }

  override async newest(count: number): Promise<readonly RecordedEvent[]> {
    const newest: RecordedEvent[] = [];
    for (const { reader } of [...this.segments].reverse())
      if (newest.length < count) newest.push(...reader.newest(count - newest.length));
    return newest;
  }

  override async close(): Promise<void> {
    for (const { database } of this.segments) if (database.isOpen) database.close();
  }

  private async *pages<Event>(
    pagesOf: (reader: LogReader) => (after: bigint) => LogPage<Event>,
    after = 0n,
  ): AsyncGenerator<LogPage<Event>> {
    const head = await this.headPosition();
    if (after > head) throw new UnknownPositionError(`The log has no position ${after}: it ends at ${head}.`);
    let position = after;
    for (const { reader } of this.segments) {
      const nextPage = pagesOf(reader);
      const end = reader.headPosition();
      while (position < end) {
        const page = nextPage(position);
        position = page.position;
        yield { ...page, isCaughtUp: position >= head };
      }
    }
    if (position <= after) yield { events: [], position, isCaughtUp: true };
  }
}
