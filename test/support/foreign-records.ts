import { randomUUID } from 'node:crypto';
import { dataFiles } from '#libs/environment';
import { openDatabase } from '#libs/sqlite';
import type { TestEventStore } from './eventstoredb/test-event-store.js';

/** A record that another tool writes into a stream of the ledger's. */
export interface ForeignRecord {
  readonly type: string;
  readonly data: string | Uint8Array;
  readonly metadata: string;
  /** How many revisions are left out before it; on an embedded log only. */
  readonly skipped?: number;
}

/** Appends the record to the file, as somebody with an SQLite shell does. */
export const writeIntoFile = async (
  dataDirectory: string,
  stream: string,
  { type, data, metadata, skipped = 0 }: ForeignRecord,
): Promise<void> => {
  const database = await openDatabase(dataFiles(dataDirectory).events, { synchronous: 'FULL' });
  try {
    database
      .prepare('INSERT INTO streams (name) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM streams WHERE name = ?)')
      .run(stream, stream);
    database
      .prepare(
        `INSERT INTO events (stream_id, revision, id, type, data, metadata)
         SELECT s.id, coalesce((SELECT max(revision) FROM events WHERE stream_id = s.id), -1) + 1 + ?, ?, ?, ?, ?
         FROM streams s WHERE s.name = ?`,
      )
      .run(skipped, randomUUID(), type, String(data), metadata, stream);
  } finally {
    database.close();
  }
};

/** Appends the record over the protocol's back door, as a client of another tool does. */
export const writeIntoServer = (
  { log }: TestEventStore,
  stream: string,
  { type, data, metadata }: ForeignRecord,
): void => {
  log.append(stream, 'any', [
    {
      id: randomUUID(),
      type,
      contentType: typeof data === 'string' ? 'application/json' : 'application/octet-stream',
      data: Buffer.from(data),
      metadata: Buffer.from(metadata),
    },
  ]);
};
