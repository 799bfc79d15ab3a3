/** Every limit of a process's surroundings, in one place. */
export const limits = {
  /** How far the clock may be set at once, and how far the log may be ahead of it, without a doubt. */
  clockToleranceMs: 300_000,
  /**
   * After so long, the clocks are compared from a new start: corrections that are each within the tolerance never add
   * up to a doubt.
   */
  clockRebaseMs: 3_600_000,
} as const;
