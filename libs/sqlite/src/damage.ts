import type { DatabaseSync } from './open-database.js';

/**
 * What SQLite says of a file whose content it cannot have written (SQLITE_CORRUPT, SQLITE_NOTADB), and its JSON
 * functions of a text that is none. Not every driver gives the result code of a statement that fails midway.
 */
const DAMAGE = [
  'database disk image is malformed',
  'file is not a database',
  'malformed database schema',
  'malformed JSON',
];

/** Returns whether the error says that a file has what SQLite cannot have written. */
export const isDamage = (error: unknown): boolean => {
  const message = messageOf(error);
  return DAMAGE.some((words) => message.includes(words));
};

/** What SQLite says of a disk that is full, fails, is gone, or takes no writes. */
const OUTAGE = [
  'disk I/O error',
  'database or disk is full',
  'attempt to write a readonly database',
  'unable to open database file',
];

/** Returns whether the error says that the disk, and not the statement, is at fault. */
export const isDiskOutage = (error: unknown): boolean => {
  const message = messageOf(error);
  return OUTAGE.some((words) => message.includes(words));
};

/**
 * Reads the whole file, and returns the first thing in it that cannot be: a page, or an index that is not that of
 * its table. Undefined for a file that is sound; values that could be true are not judged.
 *
 * @throws Error when the file cannot be read.
 */
export const damageIn = (database: DatabaseSync): string | undefined => {
  try {
    const found = database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
    // What is said of a page comes after a line with the name of the database.
    return found === 'ok'
      ? undefined
      : String(found)
          .replace(/^\*{3}.*\n/, '')
          .replace(/\s+/g, ' ');
  } catch (error) {
    if (isDamage(error)) return messageOf(error).replace(/\s+/g, ' ');
    throw error;
  }
};

const messageOf = (error: unknown): string => String((error as { message?: unknown } | null)?.message);
