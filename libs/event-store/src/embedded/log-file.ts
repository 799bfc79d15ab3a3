import {
  DatabaseInUseError,
  type DatabaseSync,
  openDatabase,
  openDatabaseAlone,
  openForReading,
} from '#libs/sqlite';
import { EmbeddedEventStore } from './embedded-event-store.js';
import { withPrefixes } from './log-reader.js';

/** An event's place in the file of an embedded log. */
export interface LogPlace {
  readonly position: bigint;
  readonly eventId: string;
}

/** A part of a log: the events after the first position, up to and including the second. */
export interface LogRange {
  readonly after: bigint;
  readonly upTo: bigint;
}

/** An event as the file has it, with its data and metadata as text. */
export interface StoredRow {
  readonly position: number;
  readonly stream_id: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** The error for a log that another process has open. */
export class LogInUseError extends Error {}

const ROWS_AT_ONCE = 500;

const SELECT_ROWS = `
  SELECT e.position, e.stream_id, s.name AS stream, e.revision, e.id, e.type, e.data, e.metadata
  FROM events e JOIN streams s ON s.id = e.stream_id
  WHERE e.position > ? AND e.position <= ? ORDER BY e.position LIMIT ${ROWS_AT_ONCE}`;

/**
 * The file of an embedded log, as backups see it. Every read is one short statement, so that neither the
 * writer nor the write-ahead log ever waits for it.
 */
export class LogFile {
  private constructor(private readonly database: DatabaseSync) {}

  /** Opens a log beside the processes that use it. The file must exist. */
  static async open(path: string): Promise<LogFile> {
    return LogFile.over(await openDatabase(path, { synchronous: 'FULL' }));
  }

  /**
   * Opens a log and keeps every other process out of it until it is closed.
   *
   * @throws LogInUseError when another process has it open.
   */
  static async openAlone(path: string): Promise<LogFile> {
    return LogFile.over(await openedAlone(path));
  }

  /**
   * Reserves a place that processes write to in turn, by a file that stays empty. The operating system ends
   * the reservation with the process, however it ends.
   *
   * @throws LogInUseError when another process has reserved it.
   */
  static async reserve(path: string): Promise<{ close(): void }> {
    return openedAlone(path);
  }

  /** Opens a part of a log that no process writes any more. */
  static async openSegment(path: string): Promise<LogFile> {
    return LogFile.over(await openForReading(path));
  }

  /** Returns the log over the connection once its tables have been seen; closes the connection otherwise. */
  private static over(database: DatabaseSync): LogFile {
    try {
      database.prepare('SELECT position, stream_id, revision, id FROM events LIMIT 1').get();
      return new LogFile(database);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Returns the place of the last event; undefined for an empty log. */
  end(): LogPlace | undefined {
    return placeIn(
      this.database.prepare('SELECT position, id FROM events ORDER BY position DESC LIMIT 1').get(),
    );
  }

  /** Returns the id of the event at the position; undefined where there is none. */
  idAt(position: bigint): string | undefined {
    const row = this.database
      .prepare('SELECT position, id FROM events WHERE position = ?')
      .get(Number(position));
    return placeIn(row)?.eventId;
  }

  /** Counts the events of a part, those of streams that begin with one of the prefixes where there are any. */
  count({ after, upTo }: LogRange, streamPrefixes: readonly string[] = []): number {
    const { condition, bounds } = withPrefixes(streamPrefixes);
    const row = this.database
      .prepare(
        `SELECT count(*) AS events FROM events e JOIN streams s ON s.id = e.stream_id
         WHERE e.position > ? AND e.position <= ?${condition}`,
      )
      .get(Number(after), Number(upTo), ...bounds);
    return Number(row?.['events']);
  }

  /** Counts the events of a type in one stream of a part. */
  countOf(type: string, { stream, after, upTo }: LogRange & { readonly stream: string }): number {
    const row = this.database
      .prepare(
        `SELECT count(*) AS events FROM events e JOIN streams s ON s.id = e.stream_id
         WHERE s.name = ? AND e.type = ? AND e.position > ? AND e.position <= ?`,
      )
      .get(stream, type, Number(after), Number(upTo));
    return Number(row?.['events']);
  }

  /** Returns the next rows of a part, some hundred at most; none at its end. */
  rows({ after, upTo }: LogRange): readonly StoredRow[] {
    const rows: unknown[] = this.database.prepare(SELECT_ROWS).all(Number(after), Number(upTo));
    return rows as StoredRow[];
  }

  /** Returns a store over a log that was opened alone. Closing either closes both. */
  store(): EmbeddedEventStore {
    return EmbeddedEventStore.over(this.database);
  }

  /**
   * Moves the write-ahead log into the file, so that the file alone is the whole log.
   *
   * @throws Error when another connection is reading it.
   */
  moveLogIntoFile(): void {
    const outcome = this.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (Number(outcome?.['busy']) !== 0) throw new Error('The write-ahead log is in use.');
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }
}

const openedAlone = (path: string): Promise<DatabaseSync> =>
  openDatabaseAlone(path, { synchronous: 'FULL' }).catch((error: unknown) => {
    throw error instanceof DatabaseInUseError ? new LogInUseError(error.message, { cause: error }) : error;
  });

const placeIn = (row: Record<string, unknown> | undefined): LogPlace | undefined =>
  row === undefined ? undefined : { position: BigInt(Number(row['position'])), eventId: String(row['id']) };
