/** Sees to it that at most one process writes, where the store needs that. */
export interface WriterLock {
  /**
   * Waits for this process's turn, until `stopping` aborts; `onOthersTurn` is called when it is another's. The result
   * aborts when the turn is over: from before that moment on, nothing that this process writes is committed.
   */
  acquire(stopping: AbortSignal, onOthersTurn: () => void): Promise<AbortSignal>;
}

/** For SQLite, which lets one writer in after the other: a batch that two processes bring is applied once. */
export const everybodyMayWrite: WriterLock = {
  acquire: () => Promise.resolve(new AbortController().signal),
};
