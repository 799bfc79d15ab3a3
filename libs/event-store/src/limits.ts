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
  /** From the arrival of a command until it is answered, whatever the store does. */
  maxCommandMs: 4_500,
  minResumeBackOffMs: 50,
  maxResumeBackOffMs: 2_000,
  /** EventStoreDB: one call, from when it is sent; then its outcome is unknown. */
  callTimeoutMs: 2_000,
  /** Upper bound of the pause before a call that did nothing is tried again. */
  retryPauseMs: 100,
  /** With less time than this an attempt would only blur what the one before has said. */
  minAttemptMs: 100,
  /** Appends under way at once: the server takes 100 calls on a connection, and reads need some of them. */
  maxAppendsInFlight: 64,
  /** How long an append may wait until it is sent. */
  maxAppendWaitMs: 4_000,
  /** Calls in a row that time out before the connection counts as dead. */
  maxTimeoutsInARow: 3,
  /** How long a subscription may say nothing before the log itself is looked at. */
  quietSubscriptionMs: 1_000,
  /** How long a subscriber in the past waits for one more event before the page is given as it is. */
  catchUpGatherMs: 25,
  /** `ledger copy`: how often an append is sent again before the copy is given up, to be started again. */
  maxCopyRetries: 20,
  copyRetryMs: 500,
} as const;
