/** Every limit of what a process doubts, in one place. */
export const limits = {
  /** How often the clock and the files are looked at. What is acknowledged in between may be in a deleted file. */
  lookMs: 1_000,
  /** The newest events whose times the clock is compared with. */
  comparedEvents: 100,
  /** A log whose newest event is older is worth a warning: perhaps the clock is ahead. */
  idleMs: 90 * 24 * 3_600_000,
  /** How many looks in a row must miss the read models before the process ends. */
  looksWithoutRows: 3,
} as const;
