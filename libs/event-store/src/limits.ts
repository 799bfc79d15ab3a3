/** Every limit of the event store, in one place. */
export const limits = {
  /** Data and metadata of one append together. EventStoreDB refuses more than 1 MiB. */
  maxAppendBytes: 1_000_000,
  maxEventsPerAppend: 500,
  maxStreamNameLength: 512,
  /** Appends that wait for the next group commit; past that the caller is told to come back. */
  maxQueuedAppends: 10_000,
  /** Appends that share one transaction: keeps the longest pause of the event loop to a few milliseconds. */
  maxAppendsPerCommit: 256,
  readPageEvents: 500,
  /** How many positions one filtered page looks at, so that a filter that matches nothing cannot block the process. */
  scanWindowPositions: 20_000n,
  /** How often another process's commits are looked for while somebody waits for them. */
  foreignCommitPollMs: 25,
  /** Folded streams kept in memory, and how many events they may stand for together. */
  maxFoldedStreams: 20_000,
  maxFoldedEvents: 2_000_000,
  /** Commands that wait for their turn on one stream. */
  maxWaitingPerStream: 1_000,
  maxConflictRetries: 3,
  /** Upper bound of the random pause before a conflicting command is decided again. */
  conflictJitterMs: 20,
  minResumeBackOffMs: 50,
  maxResumeBackOffMs: 5_000,
} as const;
