import { openDatabase } from '#libs/sqlite';

/** Changes the file as a person with a database editor could, since its triggers can simply be dropped. */
export const tamper = async (path: string, sql: string): Promise<void> => {
  const database = await openDatabase(path, { synchronous: 'FULL' });
  database.exec('DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted');
  database.exec(sql);
  database.close();
};
