import { openDatabase } from '#libs/sqlite';

/** What a person with the file and an editor can do: the triggers are only a lock on the door. */
export const tamper = async (path: string, sql: string): Promise<void> => {
  const database = await openDatabase(path, { synchronous: 'FULL' });
  database.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted');
  database.exec(sql);
  database.close();
};
