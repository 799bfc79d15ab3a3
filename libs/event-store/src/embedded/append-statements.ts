import type { DatabaseSync } from '#libs/sqlite';
import { LRUCache } from 'lru-cache';
import type { AppendOutcome, ExpectedRevision } from '../event-store.js';
import { limits } from '../limits.js';

/** An append whose events are text already, so that the caller's data cannot make the transaction fail. */
export interface PreparedAppend {
  readonly stream: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly PreparedEvent[];
}

export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

type Written = Exclude<AppendOutcome, { outcome: 'unknown' }>;

/** The SQL statements of one append. They run inside a transaction that the caller holds. */
export class AppendStatements {
  /** A stream never changes its number, so a committed one may be cached. */
  private readonly streamIds = new LRUCache<string, number>({ max: limits.maxFoldedStreams });
  private readonly findStream;
  private readonly insertStream;
  private readonly findHead;
  private readonly findEvent;
  private readonly insertEvent;

  constructor(database: DatabaseSync) {
    this.findStream = database.prepare('SELECT id FROM streams WHERE name = ?');
    this.insertStream = database.prepare('INSERT INTO streams (name) VALUES (?)');
    this.findHead = database.prepare(
      'SELECT revision FROM events WHERE stream_id = ? ORDER BY revision DESC LIMIT 1',
    );
    this.findEvent = database.prepare('SELECT id, position FROM events WHERE stream_id = ? AND revision = ?');
    this.insertEvent = database.prepare(
      'INSERT INTO events (stream_id, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  append({ stream, expectedRevision, events }: PreparedAppend): Written {
    const streamId = this.streamId(stream);
    const head = streamId === undefined ? -1 : this.head(streamId);
    const expected = expectedRevision === 'no-stream' ? -1 : Number(expectedRevision);
    if (expected === head) return this.insert(streamId ?? this.createStream(stream), head, events);
    const original = streamId === undefined ? undefined : this.original(streamId, expected, events);
    return original ?? { outcome: 'conflict', actualRevision: head === -1 ? 'no-stream' : BigInt(head) };
  }

  /** Empties the cache after a rollback, which has undone the numbers of new streams. */
  forgetStreams(): void {
    this.streamIds.clear();
  }

  private insert(streamId: number, head: number, events: readonly PreparedEvent[]): Written {
    let revision = head;
    let position: number | bigint = 0;
    for (const { id, type, data, metadata } of events) {
      revision += 1;
      position = this.insertEvent.run(streamId, revision, id, type, data, metadata).lastInsertRowid;
    }
    return { outcome: 'appended', revision: BigInt(revision), position: BigInt(position) };
  }

  /** Returns the outcome of the first time if the stream has these same events there, otherwise undefined. */
  private original(
    streamId: number,
    expected: number,
    events: readonly PreparedEvent[],
  ): Written | undefined {
    let position = 0;
    for (const [index, { id }] of events.entries()) {
      const stored = this.findEvent.get(streamId, expected + 1 + index);
      if (stored?.['id'] !== id) return undefined;
      position = Number(stored['position']);
    }
    return { outcome: 'appended', revision: BigInt(expected + events.length), position: BigInt(position) };
  }

  private head(streamId: number): number {
    const row = this.findHead.get(streamId);
    return row === undefined ? -1 : Number(row['revision']);
  }

  private streamId(stream: string): number | undefined {
    const known = this.streamIds.get(stream);
    if (known !== undefined) return known;
    const row = this.findStream.get(stream);
    if (row === undefined) return undefined;
    return this.remember(stream, Number(row['id']));
  }

  private createStream(stream: string): number {
    return this.remember(stream, Number(this.insertStream.run(stream).lastInsertRowid));
  }

  private remember(stream: string, id: number): number {
    this.streamIds.set(stream, id);
    return id;
  }
}
