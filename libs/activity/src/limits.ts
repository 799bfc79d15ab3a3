/** Every limit of reading the activity. */
export const limits = {
  /** The most events that one page examines to find those that fit a text, or more than one other filter. */
  maxActivitiesLookedAt: 2_000,
} as const;
