import { isDamage } from '#libs/sqlite';
import { InDoubtError, StoreUnavailableError } from '../event-store.js';

/**
 * Returns what the statement reads.
 *
 * @throws InDoubtError when SQLite finds the file damaged.
 * @throws StoreUnavailableError when it cannot read the file for another reason.
 */
export const reading = <Result>(read: () => Result): Result => {
  try {
    return read();
  } catch (error) {
    const message = String((error as { message?: unknown } | null)?.message);
    if (isDamage(error)) throw damaged(message, error);
    // A mistake in this code, and nothing about the file.
    if (resultCode(error) === undefined) throw error;
    throw new StoreUnavailableError('The event log could not be read.', { cause: error });
  }
};

/** Returns the error for a log whose file is damaged in the way described. */
const damaged = (what: string, cause: unknown): InDoubtError =>
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
