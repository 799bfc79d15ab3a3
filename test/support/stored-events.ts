import { openDatabase } from '#libs/sqlite';
import type { MemoryLog } from './eventstoredb/memory-log.js';

/** An event as a store has it. Data and metadata are the text that is stored. */
export interface StoredEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** Returns the event as somebody with access to the store leaves it. */
export type ChangeOfEvent = (event: StoredEvent) => StoredEvent;

/** Changes events in a file, as a person with a database editor could: its triggers can simply be dropped. */
export const changeEventsInFile = async (path: string, change: ChangeOfEvent): Promise<void> => {
  const database = await openDatabase(path, { synchronous: 'FULL' });
  try {
    database.exec('DROP TRIGGER IF EXISTS events_are_never_changed');
    const select = `SELECT e.position, s.name AS stream, e.revision, e.id, e.type, e.data, e.metadata
                    FROM events e JOIN streams s ON s.id = e.stream_id ORDER BY e.position`;
    const named = database.prepare(
      'INSERT INTO streams (name) SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM streams WHERE name = ?1)',
    );
    const update = database.prepare(
      `UPDATE events SET stream_id = (SELECT id FROM streams WHERE name = ?), revision = ?, id = ?, type = ?,
       data = ?, metadata = ? WHERE position = ?`,
    );
    for (const row of database.prepare(select).all()) {
      const before = row as unknown as StoredEvent & { readonly position: number };
      const { stream, revision, id, type, data, metadata } = change(before);
      if (isSame(before, { stream, revision, id, type, data, metadata })) continue;
      named.run(stream);
      update.run(stream, revision, id, type, data, metadata, before.position);
    }
  } finally {
    database.close();
  }
};

/** Changes events on the test server. */
export const changeEventsOnServer = (log: MemoryLog, change: ChangeOfEvent): void =>
  log.restore(
    log.backup().map((record) => {
      if (record.stream.startsWith('$')) return record;
      const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
      const before = { ...record, revision: Number(record.revision) };
      const after = change({ ...before, data: text(record.data), metadata: text(record.metadata) });
      return {
        ...record,
        ...after,
        revision: BigInt(after.revision),
        data: Buffer.from(after.data),
        metadata: Buffer.from(after.metadata),
      };
    }),
  );

const isSame = (one: StoredEvent, other: StoredEvent): boolean =>
  (Object.keys(other) as (keyof StoredEvent)[]).every((field) => one[field] === other[field]);
