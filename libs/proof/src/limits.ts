/** Every limit of the proofs, in one place. */
export const limits = {
  /** A checkpoint is signed at the latest when so many events, or so much time with at least one, came since the last. */
  checkpointLeaves: 1_000,
  checkpointMs: 10_000,
  /** How often somebody who asks for the proof of a new event may cause a checkpoint. */
  minCheckpointMs: 1_000,
  maxCheckpointAttempts: 5,
  followGatherMs: 50,
  /** From a store that could not be read to the next attempt; from a log that is another, longer each time. */
  retryMs: 1_000,
  maxRetryMs: 60_000,
  maxFollowWaits: 40,
  /** From the start to the first re-verification, from one to the next, and the rest after each page. */
  firstReverificationMs: 60_000,
  reverificationMs: 3_600_000,
  reverificationPauseMs: 20,
  maxKeys: 16,
} as const;
