/** Every limit of reading the activity and the feed. */
export const limits = {
  /** The most events that one page examines to find those that fit a text, or more than one other filter. */
  maxActivitiesLookedAt: 2_000,
  /** The most pages of the log that one page of the feed reads for a tenant's events. */
  maxFeedLooks: 4,
} as const;
