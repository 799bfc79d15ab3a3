import { isDamage } from '#libs/sqlite';

/** The read models cannot be read or written now. Nothing is lost: they follow the log. Worth a retry. */
export class ReadStoreUnavailableError extends Error {}

/** The rows are not where the writer left them: another process has emptied them, or put older ones in place. */
export class RowsMovedError extends ReadStoreUnavailableError {
  constructor(model: string) {
    super(`The rows of ${model} are not those that were written last. They are looked up in the log again.`);
  }
}

/** The file of the rows has what cannot have been written to it. The rows have to be built again. */
export class DamagedRowsError extends ReadStoreUnavailableError {
  constructor(what: string, options?: ErrorOptions) {
    super(`The read models are damaged: ${what}.`, options);
  }
}

/** Returns whether the error says that rows are damaged, even as text: between threads it loses its class. */
export const areRowsDamaged = (error: unknown): boolean => isDamage(error);
