/** Every limit of the read store, in one place. */
export const limits = {
  /** While following live, events are gathered this long, so that a busy log costs few transactions. */
  gatherMs: 25,
  /** How often a reader that waits for a position looks again, and for how long it waits. */
  positionPollMs: 5,
  positionWaitMs: 2_000,
} as const;
