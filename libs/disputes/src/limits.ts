/** Every limit of reading disputes. */
export const limits = {
  /** The most disputes that one page of an as-of list examines to find those that fit the filter. */
  maxPastDisputesLookedAt: 2_000,
  /** Disputes that a whole list reads at a time. */
  wholeListPageSize: 200,
  /** The most pages of the log that one page of the feed reads for a tenant's events. */
  maxFeedLooks: 4,
} as const;
