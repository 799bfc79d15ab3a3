/** Every limit of the event store, in one place. */
export const limits = {
  /** Data and metadata of one append together. EventStoreDB rejects more than 1 MiB. */
  maxAppendBytes: 1_000_000,
  maxEventsPerAppend: 500,
  maxStreamNameLength: 512,
  /** Appends that may wait to be written; further ones are rejected as unavailable. */
  maxQueuedAppends: 10_000,
  /** Appends that share one transaction: it blocks the event loop for a few milliseconds at most. */
  maxAppendsPerCommit: 256,
  readPageEvents: 500,
  /** Positions that one filtered page examines, so that a filter without matches cannot block the process. */
  scanWindowPositions: 20_000n,
  /** EventStoreDB: records at the end of the log that are searched for the last event of some streams. */
  maxHeadRecords: 20,
  /** How often the file is checked for another process's commits while a subscriber waits. */
  foreignCommitPollMs: 25,
  /** Folded streams kept in memory. */
  maxFoldedStreams: 20_000,
  /** Those streams and the commands that they remember, counted together. */
  maxFoldedEvents: 2_000_000,
  /** Commands that wait for their turn on one stream. */
  maxWaitingPerStream: 1_000,
  maxConflictRetries: 3,
  /** Upper bound of the random pause before a conflicting command is decided again. */
  conflictJitterMs: 20,
  /** From the arrival of a command to its answer, whatever the store does. */
  maxCommandMs: 4_500,
  /** How long a follower takes nothing before it remembers a record that it only examined. */
  remarkMs: 10_000,
  minResumeBackOffMs: 50,
  maxResumeBackOffMs: 2_000,
  /**
   * EventStoreDB: one call and its retries; an append that is not answered by then has an unknown outcome.
   */
  callTimeoutMs: 2_000,
  /** Upper bound of the pause before a call that had no effect is sent again. */
  retryPauseMs: 100,
  /**
   * With less time left, a call is not sent again: its time-out would hide the error of the attempt before.
   */
  minAttemptMs: 100,
  /** Appends in flight: the server takes 100 calls on a connection, and reads need some of them. */
  maxAppendsInFlight: 64,
  /** How long an append may wait until it is sent. */
  maxAppendWaitMs: 4_000,
  /** Time-outs in a row after which the connection counts as dead. */
  maxTimeoutsInARow: 3,
  /** How long a subscription may be silent before it is checked against the log. */
  quietSubscriptionMs: 1_000,
  /** How long a subscription in the past waits for more events before it yields a page that is not full. */
  catchUpGatherMs: 25,
  /** `ledger copy`: how often an append is sent again before the copy fails. Starting it again resumes it. */
  maxCopyRetries: 20,
  copyRetryMs: 500,
} as const;
