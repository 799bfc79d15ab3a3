/** The read models cannot be read or written now. Nothing is lost: they follow the log. Worth a retry. */
export class ReadStoreUnavailableError extends Error {}

/** The rows are not where the writer left them: another process has emptied them, or put older ones in place. */
export class RowsMovedError extends ReadStoreUnavailableError {
  constructor(model: string) {
    super(`The rows of ${model} are not those that were written last. They are looked up in the log again.`);
  }
}
