import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory, type TemporaryDirectory } from '../../../test/support/temporary-directory.js';
import { assertDurable, openDatabase, type DatabaseOptions, type DatabaseSync } from './open-database.js';

const setting = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

describe('a SQLite database', () => {
  let directory: TemporaryDirectory;
  let path: string;
  const opened: DatabaseSync[] = [];
  beforeEach(async () => {
    directory = await temporaryDirectory();
    path = join(directory.path, 'test.db');
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) database.close();
    await directory.remove();
  });

  const open = async (options: DatabaseOptions): Promise<DatabaseSync> => {
    const database = await openDatabase(path, options);
    opened.push(database);
    return database;
  };

  it('is opened in WAL mode with the requested durability', async () => {
    const full = await open({ synchronous: 'FULL', walCheckpointPages: 123 });
    expect(setting(full, 'journal_mode')).toBe('wal');
    expect(setting(full, 'synchronous')).toBe(2);
    expect(setting(full, 'wal_autocheckpoint')).toBe(123);
    expect(setting(full, 'foreign_keys')).toBe(1);
    expect(setting(await open({ synchronous: 'NORMAL' }), 'synchronous')).toBe(1);
  });

  it('is FULL again on each new connection to a WAL file that exists already', async () => {
    const first = await open({ synchronous: 'NORMAL' });
    first.exec('CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES (1)');
    const second = await open({ synchronous: 'FULL' });
    expect(setting(second, 'synchronous')).toBe(2);
    expect(setting(first, 'synchronous')).toBe(1);
    expect(() => assertDurable(second, { synchronous: 'FULL' })).not.toThrow();
  });

  it('is rejected where FULL is required and its connection is weaker', async () => {
    const database = await open({ synchronous: 'NORMAL' });
    expect(() => assertDurable(database, { synchronous: 'FULL' })).toThrow(
      'synchronous level 1; FULL is required',
    );
    database.exec('PRAGMA synchronous = OFF');
    expect(() => assertDurable(database, { synchronous: 'NORMAL' })).toThrow('synchronous level 0');
  });

  it('is accepted where less is required than its connection has', async () => {
    const database = await open({ synchronous: 'FULL' });
    expect(() => assertDurable(database, { synchronous: 'NORMAL' })).not.toThrow();
    database.exec('PRAGMA synchronous = EXTRA');
    expect(() => assertDurable(database, { synchronous: 'FULL' })).not.toThrow();
  });

  it('is rejected without a write-ahead log', async () => {
    const database = await open({ synchronous: 'FULL' });
    database.exec('PRAGMA journal_mode = DELETE');
    expect(() => assertDurable(database, { synchronous: 'FULL' })).toThrow('journal mode delete, not WAL');
  });

  it('is rejected in memory, where nothing lasts', async () => {
    await expect(openDatabase(':memory:', { synchronous: 'FULL' })).rejects.toThrow('not WAL');
  });

  it('can be opened while another process is creating the file', async () => {
    const other = await open({ synchronous: 'NORMAL' });
    // A new file is in this mode until its first user changes it.
    other.exec('PRAGMA journal_mode = DELETE');
    other.exec('BEGIN IMMEDIATE; CREATE TABLE notes (text TEXT)');
    const opening = open({ synchronous: 'FULL' });
    await pause(100);
    other.exec('COMMIT');
    const database = await opening;
    expect(setting(database, 'journal_mode')).toBe('wal');
    expect(setting(database, 'synchronous')).toBe(2);
  });
});
