/** The lock that lets at most one process write, where the database needs one. */
export interface WriterLock {
  /**
   * Waits for this process's turn until `stopping` aborts. Calls `onOthersTurn` each time it finds that
   * another process has the turn. The signal that it returns aborts when the turn is over: by then, nothing
   * more that this process writes is committed.
   */
  acquire(stopping: AbortSignal, onOthersTurn: () => void): Promise<AbortSignal>;
}

/**
 * A lock that everybody gets at once, for SQLite, whose writers take turns by themselves: a batch that two
 * processes bring is applied once.
 */
export const everybodyMayWrite: WriterLock = {
  acquire: () => Promise.resolve(new AbortController().signal),
};
