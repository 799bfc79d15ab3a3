import { EmbeddedEventStore, type EventStore } from '#libs/event-store';
import { type DatabaseSync, openDatabase } from '#libs/sqlite';
import { temporaryDirectory } from './temporary-directory.js';

const TABLES = ['events', 'streams'];

/**
 * Puts another log in the place of the one in the file, in one transaction, as `.restore` of SQLite's shell does
 * while the ledger runs. `write` says what the other log has.
 */
export const replaceLog = async (
  path: string,
  write: (other: EventStore) => Promise<void>,
): Promise<void> => {
  const directory = await temporaryDirectory();
  const otherPath = `${directory.path}/other.sqlite`;
  const other = await EmbeddedEventStore.open(otherPath);
  await write(other);
  await other.close();
  await replaceLogBy(path, otherPath);
  await directory.remove();
};

/** Like `replaceLog`, with the log in another file. */
export const replaceLogBy = async (path: string, otherPath: string): Promise<void> => {
  const database = await openDatabase(path, { synchronous: 'FULL' });
  try {
    database.exec('PRAGMA foreign_keys = OFF');
    database.exec(`ATTACH '${otherPath}' AS other`);
    database.exec('BEGIN IMMEDIATE');
    const triggers = triggersOf(database);
    for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
    for (const table of TABLES) {
      database.exec(`DELETE FROM main.${table}`);
      database.exec(`INSERT INTO main.${table} SELECT * FROM other.${table}`);
    }
    for (const { sql } of triggers) database.exec(sql);
    database.exec('COMMIT');
  } finally {
    database.close();
  }
};

const triggersOf = (database: DatabaseSync): readonly { readonly name: string; readonly sql: string }[] =>
  database.prepare("SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'").all() as unknown as {
    name: string;
    sql: string;
  }[];
