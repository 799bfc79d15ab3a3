/** Every limit of the proof log, in one place. */
export const limits = {
  /** A checkpoint is due after this many new events, or after this much time with at least one. */
  checkpointLeaves: 1_000,
  checkpointMs: 10_000,
  /** How often the log checks whether a checkpoint is due. */
  minCheckpointMs: 1_000,
  maxCheckpointAttempts: 5,
  followGatherMs: 50,
  /** The wait before a log is read again. For one that does not match it doubles, up to `maxRetryMs`. */
  retryMs: 1_000,
  maxRetryMs: 60_000,
  /** How many times to wait `followGatherMs` for the tree to reach an event that was just appended. */
  maxFollowWaits: 40,
  /** The time until the first re-verification, from one to the next, and the rest after each page. */
  firstReverificationMs: 60_000,
  reverificationMs: 3_600_000,
  reverificationPauseMs: 20,
  maxKeys: 16,
  /** Characters of who decided a restore, and of why. */
  maxDeciderLength: 200,
  maxReasonLength: 1_000,
} as const;
