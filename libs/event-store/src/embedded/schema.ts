import type { DatabaseSync } from '#libs/sqlite';
import { assertReadable, formatOf, LOG_FORMAT } from './log-format.js';

/**
 * `position` is the rowid: SQLite's single writer assigns it in commit order, and since nothing is ever
 * deleted it has no gaps. Streams are referred to by number, because a long text key in every index entry
 * halves the append rate. The triggers reject every change of the log, whatever program opens the file.
 * SQLite fires no delete triggers for rows that `OR REPLACE` replaces, so those need triggers of their own.
 */
const SCHEMA = `
  CREATE TABLE streams (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE events (
    position  INTEGER PRIMARY KEY,
    stream_id INTEGER NOT NULL REFERENCES streams (id),
    revision  INTEGER NOT NULL,
    id        TEXT NOT NULL,
    type      TEXT NOT NULL,
    data      TEXT NOT NULL,
    metadata  TEXT NOT NULL,
    UNIQUE (stream_id, revision)
  ) STRICT;

  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
  CREATE TRIGGER events_are_never_replaced BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE position = NEW.position)
      OR EXISTS (SELECT 1 FROM events WHERE stream_id = NEW.stream_id AND revision = NEW.revision)
    BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END;
  CREATE TRIGGER streams_are_never_changed BEFORE UPDATE ON streams
    BEGIN SELECT RAISE(ABORT, 'streams are never changed'); END;
  CREATE TRIGGER streams_are_never_deleted BEFORE DELETE ON streams
    BEGIN SELECT RAISE(ABORT, 'streams are never deleted'); END;
  CREATE TRIGGER streams_are_never_replaced BEFORE INSERT ON streams
    WHEN EXISTS (SELECT 1 FROM streams WHERE id = NEW.id OR name = NEW.name)
    BEGIN SELECT RAISE(ABORT, 'streams are never replaced'); END;
`;

/**
 * Creates the tables in a new file. Of two processes that start on one new file, the second finds them there.
 *
 * @throws NewerLogError for a log that a newer version has written to.
 * @throws Error for the database of another program.
 */
export const createSchema = (database: DatabaseSync): void => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const format = formatOf(database);
    if (format !== 0) assertReadable(format);
    else {
      if (database.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined)
        throw new Error('The file is a database of another program, not an event log.');
      database.exec(SCHEMA);
      database.exec(`PRAGMA user_version = ${LOG_FORMAT}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    throw error;
  }
};

/** Ends a transaction that failed, and does not hide why. */
const rollBack = (database: DatabaseSync): void => {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has rolled back by itself, as it does on a full disk.
  }
};
