/** Every limit of the questions to the read models of disputes, in one place. */
export const limits = {
  /** How many disputes one page of a past list looks at for those that fit a filter. */
  maxPastDisputesLookedAt: 2_000,
  /** How many pages of the log one page of the feed looks through for a tenant's events. */
  maxFeedLooks: 4,
  /** How many events one page of the activity looks at for those that fit several filters, or a text. */
  maxActivitiesLookedAt: 2_000,
} as const;
