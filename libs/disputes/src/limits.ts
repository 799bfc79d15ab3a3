/** Every limit of reading disputes. */
export const limits = {
  /** The most disputes that one page of an as-of list examines to find those that fit the filter. */
  maxPastDisputesLookedAt: 2_000,
  /** The most pages of the log that one page of the feed reads for a tenant's events. */
  maxFeedLooks: 4,
} as const;
