/** The read models cannot be read or written now. Nothing is lost: they follow the log. Worth a retry. */
export class ReadStoreUnavailableError extends Error {}
