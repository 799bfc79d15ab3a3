/** Every limit of reading the activity. */
export const limits = {
  /** The most events that one page looks at for those that fit several filters, or a text. */
  maxActivitiesLookedAt: 2_000,
} as const;
