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
  /** The time from one re-verification to the next, and until one that could not read the log is repeated. */
  reverificationMs: 3_600_000,
  reverificationRetryMs: 60_000,
  /** Events that a verification hashes before it lets other work of the process go first. */
  verifiedAtOnce: 50,
  /** The rest of the re-verification after each page: this many times what the page took, and at least so long. */
  reverificationRestFactor: 3,
  reverificationPauseMs: 20,
  /** Streams whose last event a read of the log keeps, to compare the next one with. */
  maxNeighbours: 20_000,
  maxKeys: 16,
  /** Characters of who decided a restore, and of why. */
  maxDeciderLength: 200,
  maxReasonLength: 1_000,
} as const;
