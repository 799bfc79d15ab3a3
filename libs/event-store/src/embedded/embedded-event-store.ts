import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertDurable, openDatabase, type DatabaseOptions, type DatabaseSync } from '#libs/sqlite';
import { appendProblem } from '../append-problem.js';
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
} from '../event-store.js';
import type { PreparedEvent } from './append-statements.js';
import { CommitSignal } from './commit-signal.js';
import { GroupCommit } from './group-commit.js';
import { LogReader } from './log-reader.js';
import { createSchema } from './schema.js';

/**
 * Syncs every commit before it is acknowledged. 8,192 pages of 8 KiB are 64 MiB of WAL between checkpoints.
 */
const DURABILITY: DatabaseOptions = { synchronous: 'FULL', walCheckpointPages: 8_192 };

/**
 * The event store in one SQLite file. Other processes of this machine may read and append to the same file.
 */
export class EmbeddedEventStore extends EventStore {
  private readonly commits: GroupCommit;
  private readonly reader: LogReader;
  private readonly commitSignal: CommitSignal;
  private readonly closing = new AbortController();

  private constructor(private readonly database: DatabaseSync) {
    super();
    createSchema(database);
    this.reader = new LogReader(database);
    this.commitSignal = new CommitSignal(database);
    this.commits = new GroupCommit(database, () => this.commitSignal.notify());
  }

  /**
   * Opens the log in a file, creating it if necessary.
   *
   * @throws Error when it cannot be opened as durably as promised, or is not a log of this version.
   */
  static async open(path: string): Promise<EmbeddedEventStore> {
    const database = await openDatabase(path, DURABILITY);
    try {
      return EmbeddedEventStore.over(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /**
   * Returns a store over an open connection, which `close` closes too.
   *
   * @throws Error when it is less durable than promised, or does not lead to a log of this version.
   */
  static over(database: DatabaseSync): EmbeddedEventStore {
    assertDurable(database, DURABILITY);
    return new EmbeddedEventStore(database);
  }

  override append(
    stream: string,
    events: readonly NewEvent[],
    expectedRevision: ExpectedRevision,
  ): Promise<AppendOutcome> {
    const prepared = events.map(({ id, type, data, metadata }): PreparedEvent => ({
      id,
      type,
      data: JSON.stringify(data),
      metadata: JSON.stringify(metadata),
    }));
    const problem = appendProblem(stream, prepared, bytesOf(prepared));
    if (problem !== undefined) return Promise.reject(new RangeError(problem));
    return this.commits.append({ stream, expectedRevision, events: prepared });
  }

  override async *readStream(stream: string, read: StreamRead): AsyncGenerator<RecordedEvent> {
    yield* this.reader.readStream(stream, read);
  }

  override async *readAll({ after, streamPrefixes }: LogRead = {}): AsyncGenerator<LogPage> {
    yield* untilCaughtUp(this.reader.filtered(streamPrefixes), after);
  }

  override async *readLinks({ after, streamPrefixes }: LogRead = {}): AsyncGenerator<
    LogPage<EventLink | RecordedEvent>
  > {
    yield* untilCaughtUp(this.reader.filteredLinks(streamPrefixes), after);
  }

  override async *subscribeToAll({
    after = 0n,
    streamPrefixes,
    signal,
  }: Subscription): AsyncGenerator<LogPage> {
    const ending = AbortSignal.any([signal, this.closing.signal]);
    const nextPage = this.reader.following(streamPrefixes, after);
    let position = after;
    let hasBeenCaughtUp = false;
    while (!ending.aborted) {
      const page = nextPage();
      if (page.position > position || (page.isCaughtUp && !hasBeenCaughtUp)) yield page;
      if (hasAborted(ending)) return;
      position = page.position;
      hasBeenCaughtUp ||= page.isCaughtUp;
      if (page.isCaughtUp && this.reader.headPosition() <= position) await this.commitSignal.next(ending);
      else await nextTurn();
    }
  }

  override async headPosition(): Promise<bigint> {
    return this.reader.headPosition();
  }

  override async idAt(position: bigint): Promise<string | undefined> {
    return this.reader.idAt(position);
  }

  override async lastPosition({ after, streamPrefixes }: Required<LogRead>): Promise<bigint> {
    return this.reader.lastPosition(after, streamPrefixes);
  }

  override async newest(count: number): Promise<readonly RecordedEvent[]> {
    return this.reader.newest(count);
  }

  override async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    this.commits.close();
    this.closing.abort();
    // Lets the subscriptions that the abort has woken see the signal before the file is closed.
    await nextTurn();
    this.moveLogIntoFile();
    this.database.close();
  }

  /** Leaves everything in one file. SQLite does so on closing only if the driver finalizes its statements. */
  private moveLogIntoFile(): void {
    try {
      this.database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    } catch {
      // Nothing is lost: the next connection reads the write-ahead log.
    }
  }
}

/** Looks again: the consumer may have aborted the signal while it had the page. */
const hasAborted = (signal: AbortSignal): boolean => signal.aborted;

async function* untilCaughtUp<Event>(
  nextPage: (after: bigint) => LogPage<Event>,
  after = 0n,
): AsyncGenerator<LogPage<Event>> {
  let position = after;
  for (;;) {
    const page = nextPage(position);
    yield page;
    if (page.isCaughtUp) return;
    position = page.position;
    await nextTurn();
  }
}

const bytesOf = (events: readonly PreparedEvent[]): number =>
  events.reduce((sum, { data, metadata }) => sum + byteLength(data) + byteLength(metadata), 0);

const byteLength = (text: string): number => Buffer.byteLength(text);
