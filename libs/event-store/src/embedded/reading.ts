import { InDoubtError, StoreUnavailableError } from '../event-store.js';

/** SQLite result codes (sqlite.org/rescode.html) of a file whose content cannot be what SQLite wrote. */
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** What SQLite's JSON functions say of a text that is none. The code is that of any error in a statement. */
const NOT_JSON = 'malformed JSON';

/**
 * Returns what the statement reads.
 *
 * @throws InDoubtError when SQLite finds the file damaged, or an event in it that is not JSON.
 * @throws StoreUnavailableError when it cannot read the file for another reason.
 */
export const reading = <Result>(read: () => Result): Result => {
  try {
    return read();
  } catch (error) {
    const code = resultCode(error);
    if (code === undefined) throw error;
    const { message } = error as Error;
    if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB || message.includes(NOT_JSON))
      throw damaged(message, error);
    throw new StoreUnavailableError('The event log could not be read.', { cause: error });
  }
};

/** Returns the error for a log whose file is damaged in the way described. */
export const damaged = (what: string, cause: unknown): InDoubtError =>
  new InDoubtError(`The file of the event log is damaged: ${what}.`, {
    cause,
    told:
      'The file of the event log is damaged. ' +
      'Nothing is recorded or exported until the operator has looked.',
  });

/** Returns SQLite's primary result code; undefined for an error that is not SQLite's. */
export const resultCode = (error: unknown): number | undefined => {
  const code: unknown = (error as { errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
};
