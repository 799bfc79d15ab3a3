import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase, type DatabaseSync } from '#libs/sqlite';
import { temporaryDirectory, type TemporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { collect, noted, notes, positions, readWhole, texts } from '../../contract/sample-events.js';
import { StoreUnavailableError } from '../event-store.js';
import { limits } from '../limits.js';
import { EmbeddedEventStore } from './embedded-event-store.js';

const WAL_HEADER_BYTES = 32;
const WAL_FRAME_HEADER_BYTES = 24;

/**
 * Counts the transactions in a write-ahead log: the last frame of each names the size of the database
 * (sqlite.org/fileformat2.html#walformat).
 */
const countCommits = (path: string): number => {
  const wal = readFileSync(`${path}-wal`);
  const frameBytes = WAL_FRAME_HEADER_BYTES + wal.readUInt32BE(8);
  let commits = 0;
  for (let frame = WAL_HEADER_BYTES; frame + frameBytes <= wal.length; frame += frameBytes)
    if (wal.readUInt32BE(frame + 4) > 0) commits += 1;
  return commits;
};

describe('the file of the embedded event store', () => {
  let directory: TemporaryDirectory;
  let path: string;
  let database: DatabaseSync;
  let store: EmbeddedEventStore;
  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'events.db');
    database = await openDatabase(path, { synchronous: 'FULL', walCheckpointPages: 8_192 });
    store = EmbeddedEventStore.over(database);
  });
  afterEach(async () => {
    await store.close();
    await directory.remove();
  });

  const readEvents = async () => (await collect(store.readAll())).flatMap(({ events }) => events);

  describe('against every program that opens it', () => {
    beforeEach(async () => {
      await store.append('note-1', notes(2), 'no-stream');
    });

    it.each([
      ['UPDATE events SET data = ?', 'events are never changed'],
      ['UPDATE OR REPLACE events SET position = 1, id = ? WHERE position = 2', 'events are never changed'],
      ['DELETE FROM events WHERE id <> ?', 'events are never deleted'],
      [
        `INSERT OR REPLACE INTO events (position, stream_id, revision, id, type, data, metadata)
           VALUES (1, 1, 0, ?, 'Forged.v1', '{}', '{}')`,
        'events are never replaced',
      ],
      [
        `INSERT OR REPLACE INTO events (stream_id, revision, id, type, data, metadata)
           VALUES (1, 1, ?, 'Forged.v1', '{}', '{}')`,
        'events are never replaced',
      ],
      ['UPDATE streams SET name = ?', 'streams are never changed'],
      ['DELETE FROM streams WHERE name <> ?', 'streams are never deleted'],
      ['INSERT OR REPLACE INTO streams (id, name) VALUES (1, ?)', 'streams are never replaced'],
    ])('refuses %s', async (sql, refusal) => {
      const before = await readEvents();
      const other = await openDatabase(path, { synchronous: 'FULL' });
      expect(() => other.prepare(sql).run('forged')).toThrow(refusal);
      other.close();
      expect(await readEvents()).toEqual(before);
    });
  });

  describe('group commit', () => {
    it('writes appends that arrive together in one transaction', async () => {
      const before = countCommits(path);
      await Promise.all(notes(50).map((event, index) => store.append(`note-${index}`, [event], 'no-stream')));
      expect(countCommits(path) - before).toBe(1);
      expect(await readEvents()).toHaveLength(50);
    });

    it('limits how many appends share a transaction', async () => {
      const before = countCommits(path);
      const appends = notes(limits.maxAppendsPerCommit + 1).map((event, index) =>
        store.append(`note-${index}`, [event], 'no-stream'),
      );
      await Promise.all(appends);
      expect(countCommits(path) - before).toBe(2);
    });

    it('writes an append that arrives alone in a transaction of its own', async () => {
      const before = countCommits(path);
      for (const revision of ['no-stream', 0n, 1n] as const) await store.append('note-1', notes(1), revision);
      expect(countCommits(path) - before).toBe(3);
    });

    it('decides each append of a group on its own', async () => {
      const outcomes = await Promise.all([
        store.append('note-1', notes(1), 'no-stream'),
        store.append('note-1', notes(1), 'no-stream'),
        store.append('note-1', notes(1), 0n),
        store.append('note-2', notes(1), 5n),
      ]);
      expect(outcomes.map(({ outcome }) => outcome)).toEqual([
        'appended',
        'conflict',
        'appended',
        'conflict',
      ]);
      expect(positions(await readEvents())).toEqual([1n, 2n]);
    });
  });

  describe('on a full disk', () => {
    const pages = (): number => Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    const fill = (): void => database.exec(`PRAGMA max_page_count = ${pages()}`);
    const makeRoom = (): void => database.exec('PRAGMA max_page_count = 1000000');
    const big = () => noted('x'.repeat(100_000));

    it('acknowledges nothing, and nothing is written', async () => {
      await store.append('note-1', notes(1), 'no-stream');
      fill();
      const group = [
        store.append('note-2', notes(1), 'no-stream'),
        store.append('note-3', [big()], 'no-stream'),
        store.append('note-1', notes(1), 0n),
      ];
      for (const result of await Promise.allSettled(group))
        expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailableError) });
      expect(await store.headPosition()).toBe(1n);
      expect(await readWhole(store, 'note-2')).toEqual([]);
    });

    it('serves reads, and accepts appends again when there is room', async () => {
      await store.append('note-1', notes(1), 'no-stream');
      fill();
      await expect(store.append('note-2', [big()], 'no-stream')).rejects.toThrow(StoreUnavailableError);
      expect(texts(await readWhole(store, 'note-1'))).toEqual(['note 0']);
      makeRoom();
      expect(await store.append('note-3', notes(1), 'no-stream')).toMatchObject({ outcome: 'appended' });
      expect(await store.append('note-2', [big()], 'no-stream')).toMatchObject({ outcome: 'appended' });
      const events = await readEvents();
      expect(positions(events)).toEqual([1n, 2n, 3n]);
      expect(events.map(({ stream }) => stream)).toEqual(['note-1', 'note-3', 'note-2']);
    });
  });

  it('rejects appends while another program holds the write lock, and accepts them afterwards', async () => {
    const other = await openDatabase(path, { synchronous: 'FULL' });
    other.exec('BEGIN IMMEDIATE');
    database.exec('PRAGMA busy_timeout = 50');
    await expect(store.append('note-1', notes(1), 'no-stream')).rejects.toThrow(StoreUnavailableError);
    other.exec('ROLLBACK');
    other.close();
    expect(await store.append('note-1', notes(1), 'no-stream')).toMatchObject({
      outcome: 'appended',
      position: 1n,
    });
  });

  it('stops acknowledging when a commit fails in an unknown way', async () => {
    await store.append('note-1', notes(1), 'no-stream');
    // A deferred foreign key is the only way to make just the COMMIT fail without a broken disk.
    database.exec(`
      CREATE TABLE orphans (stream_id INTEGER REFERENCES streams (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER fail_at_commit AFTER INSERT ON events BEGIN INSERT INTO orphans VALUES (-1); END;
    `);
    expect(await store.append('note-1', notes(1), 0n)).toMatchObject({ outcome: 'unknown' });
    database.exec('DROP TRIGGER fail_at_commit');
    await expect(store.append('note-1', notes(1), 0n)).rejects.toThrow(StoreUnavailableError);
    expect(texts(await readWhole(store, 'note-1'))).toEqual(['note 0']);
  });
});
