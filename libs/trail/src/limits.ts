/** Every limit of the trail of the ledger's own acts. */
export const limits = {
  /** The replays that can be listed, newest first. Older ones stay in the log and in the activity. */
  maxListedReplays: 10_000,
  /** The longest reason for a replay, and the longest message of its failure, in characters. */
  maxReasonLength: 500,
  /** The longest that the rebuild of a past moment may take. One that began earlier cannot be running. */
  maxPastReplayMs: 86_400_000,
} as const;
