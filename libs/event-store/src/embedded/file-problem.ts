import { existsSync } from 'node:fs';
import { damageIn, type DatabaseSync, isDamage, isDiskOutage, openDatabase } from '#libs/sqlite';

/** What is wrong with a database file, or with the disk that it is on. */
export interface FileProblem {
  readonly kind: 'damage' | 'disk';
  readonly what: string;
}

/** Returns what the error says of a database file or its disk; undefined where it says nothing of them. */
export const fileProblemIn = (error: unknown): FileProblem | undefined => {
  const { message = '', syscall } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  // A schema that cannot be read is told with its lines.
  const what = message.replace(/\s+/g, ' ');
  if (isDamage(error)) return { kind: 'damage', what };
  // The operating system refused a file, as with ENOSPC, EROFS or EACCES.
  return syscall !== undefined || isDiskOutage(error) ? { kind: 'disk', what } : undefined;
};

/**
 * Reads the whole file of a log, if there is one, and returns the first thing in it that cannot be: a page, or an
 * index that is not that of its table, which would deny events that are there.
 *
 * @throws Error when the file cannot be opened or read.
 */
export const damageInLog = async (path: string): Promise<string | undefined> => {
  if (!existsSync(path)) return undefined;
  const database = await openDatabase(path, { synchronous: 'FULL' });
  try {
    return damageIn(database) ?? damagedColumns(database);
  } finally {
    database.close();
  }
};

const COLUMNS = 'events(position,stream_id,revision,id,type,data,metadata) streams(id,name)';

/** The schema is text like any other: with one letter changed, a value would be read as one that is not there. */
const damagedColumns = (database: DatabaseSync): string | undefined => {
  const columnsOf = (table: string): string =>
    database
      .prepare(`PRAGMA table_info(${table})`)
      .all()
      .map(({ name }) => String(name))
      .join();
  const found = `events(${columnsOf('events')}) streams(${columnsOf('streams')})`;
  return found === COLUMNS || found === 'events() streams()'
    ? undefined
    : `its tables are ${found}, and not ${COLUMNS}`;
};
