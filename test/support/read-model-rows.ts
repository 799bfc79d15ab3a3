import { readModels } from '#libs/deployment';
import type { RecordedEvent } from '#libs/event-store';
import { ReadStore } from '#libs/read-store';
import { openDatabase } from '#libs/sqlite';
import { temporaryDirectory } from './temporary-directory.js';

type Row = Record<string, unknown>;

/** Every column of every row, in an order that does not depend on how they came to be. */
export interface ReadModelRows {
  readonly checkpoints: readonly Row[];
  readonly disputes: readonly Row[];
  readonly timeline: readonly Row[];
}

/** Reads the tables past the read store, on a connection of its own: what is committed, and nothing else. */
export const readRows = async (path: string): Promise<ReadModelRows> => {
  const database = await openDatabase(path, { synchronous: 'NORMAL' });
  try {
    // One snapshot for the three: a process may be writing.
    database.exec('BEGIN');
    const all = (sql: string): Row[] =>
      database
        .prepare(sql)
        .all()
        .map((row) => ({ ...row }));
    return {
      checkpoints: all('SELECT * FROM checkpoints ORDER BY model'),
      disputes: all('SELECT * FROM disputes ORDER BY tenant, dispute_id'),
      timeline: all('SELECT * FROM dispute_timeline ORDER BY tenant, dispute_id, revision'),
    };
  } finally {
    database.close();
  }
};

/** Builds the rows from nothing in a file of its own, this many events at a time. */
export const rebuiltRows = async (
  events: readonly RecordedEvent[],
  batchSize: number = Math.max(events.length, 1),
): Promise<ReadModelRows> => {
  const directory = await temporaryDirectory();
  const path = `${directory.path}/rebuilt.sqlite`;
  const store = await ReadStore.open(path, readModels);
  try {
    for (let start = 0; start < events.length; start += batchSize) {
      const batch = events.slice(start, start + batchSize);
      await store.apply(batch, batch.at(-1)?.position ?? 0n);
    }
    return await readRows(path);
  } finally {
    await store.close();
    await directory.remove();
  }
};
