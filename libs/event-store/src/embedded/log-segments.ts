import { open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createUnsynced, type DatabaseSync } from '#libs/sqlite';
import { LogFile, type LogRange, type StoredRow } from './log-file.js';
import { createSchema } from './schema.js';

/** The error for a part of a log that is not what was written, or does not fit the part before it. */
class SegmentMismatchError extends Error {}

interface Copying extends LogRange {
  readonly source: LogFile;
  /** Must not exist. */
  readonly path: string;
  readonly onProgress: (events: number) => void;
}

/**
 * Copies a part of a log into a new file, which is itself a log and has the same positions. The file is
 * synced when this resolves.
 */
export const writeSegment = async ({ source, path, after, upTo, onProgress }: Copying): Promise<number> => {
  const database = await createUnsynced(path);
  let events = 0;
  try {
    createSchema(database);
    const writer = new SegmentWriter(database);
    for (let rows = source.rows({ after, upTo }); rows.length > 0;) {
      writer.write(rows);
      events += rows.length;
      onProgress(events);
      await nextTurn();
      rows = source.rows({ after: lastPosition(rows), upTo });
    }
    writer.end();
  } finally {
    database.close();
  }
  await syncFile(path);
  return events;
};

/**
 * Reads a part back and compares every byte of every event with its source.
 *
 * @throws SegmentMismatchError at the first event that differs.
 */
export const compareSegment = async ({ source, path, after, upTo, onProgress }: Copying): Promise<void> => {
  const segment = await LogFile.openSegment(path);
  try {
    let position = after;
    let events = 0;
    for (;;) {
      const [original, copy] = [source, segment].map((log) => log.rows({ after: position, upTo }));
      if (original === undefined || JSON.stringify(original) !== JSON.stringify(copy))
        throw new SegmentMismatchError(
          `${path} does not read back as it was written, after position ${position}.`,
        );
      if (original.length === 0) return;
      position = lastPosition(original);
      events += original.length;
      onProgress(events);
      await nextTurn();
    }
  } finally {
    segment.close();
  }
};

/**
 * Puts the parts of a log together into a new file, which is synced when this resolves.
 *
 * @throws SegmentMismatchError when a part does not fit the part before it.
 */
export const joinSegments = async (
  segments: readonly string[],
  path: string,
  onProgress: (events: number) => void,
): Promise<void> => {
  const database = await createUnsynced(path);
  try {
    createSchema(database);
    const writer = new SegmentWriter(database);
    let events = 0;
    for (const file of segments) events = await copyInto(writer, file, { events, onProgress });
    writer.end();
  } finally {
    database.close();
  }
  await syncFile(path);
};

/** Copies a whole part after so many events. Returns how many there are then. */
const copyInto = async (
  writer: SegmentWriter,
  file: string,
  { events: before, onProgress }: { readonly events: number; readonly onProgress: (events: number) => void },
): Promise<number> => {
  const segment = await LogFile.openSegment(file);
  let events = before;
  try {
    const upTo = segment.end()?.position ?? 0n;
    for (let rows = segment.rows({ after: 0n, upTo }); rows.length > 0;) {
      writer.write(rows);
      events += rows.length;
      onProgress(events);
      await nextTurn();
      rows = segment.rows({ after: lastPosition(rows), upTo });
    }
  } finally {
    segment.close();
  }
  return events;
};

/** Writes rows into a new log in one transaction, with the positions and the numbers of streams they have. */
class SegmentWriter {
  private readonly streams = new Map<number, string>();
  private readonly insertStream;
  private readonly insertEvent;

  constructor(private readonly database: DatabaseSync) {
    this.insertStream = database.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
    this.insertEvent = database.prepare(
      'INSERT INTO events (position, stream_id, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    database.exec('BEGIN');
  }

  write(rows: readonly StoredRow[]): void {
    for (const { position, stream_id: streamId, stream, revision, id, type, data, metadata } of rows) {
      const known = this.streams.get(streamId);
      if (known !== undefined && known !== stream)
        throw new SegmentMismatchError(`Position ${position} is not in the stream that it was in before.`);
      if (known === undefined) {
        this.insertStream.run(streamId, stream);
        this.streams.set(streamId, stream);
      }
      this.insertEvent.run(position, streamId, revision, id, type, data, metadata);
    }
  }

  end(): void {
    this.database.exec('COMMIT');
  }
}

const lastPosition = (rows: readonly StoredRow[]): bigint => BigInt(rows.at(-1)?.position ?? 0);

const syncFile = async (path: string): Promise<void> => {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
