import type { DatabaseSync } from '#libs/sqlite';

/**
 * The format of the log that this version writes. It goes up when a version appends what the version before must
 * not continue: other events, another proof log, or stricter rules for who may write. The tables are those of
 * format 1.
 */
export const LOG_FORMAT = 2;

/** The oldest format that this version reads. */
const OLDEST_FORMAT = 1;

/** The error for a log that a newer version has written to. An older one would continue it by older rules. */
export class NewerLogError extends Error {
  constructor(format: number) {
    super(
      `The event log has schema version ${format}: a newer version of the ledger has written to it. This version reads up to ${LOG_FORMAT}. Start the newer version, or restore a backup from before it.`,
    );
  }
}

/** Returns the format that the file is marked with; 0 for a file without tables. */
export const formatOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.['user_version']);

/**
 * @throws NewerLogError for a log of a newer version.
 * @throws Error for a format that no version has written.
 */
export const assertReadable = (format: number): void => {
  if (format > LOG_FORMAT) throw new NewerLogError(format);
  if (format < OLDEST_FORMAT)
    throw new Error(`The event log has schema version ${format}, which no version of the ledger writes.`);
};

/**
 * Marks the file with this version's format, in the transaction of the first append: a version that only reads
 * leaves a file that the older one may still continue.
 */
export const markFormat = (database: DatabaseSync): void => {
  if (formatOf(database) < LOG_FORMAT) database.exec(`PRAGMA user_version = ${LOG_FORMAT}`);
};
