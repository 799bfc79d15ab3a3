/** Every limit of disputes. */
export const limits = {
  /** The most disputes that one page of an as-of list examines to find those that fit the filter. */
  maxPastDisputesLookedAt: 2_000,
  /** Disputes that a whole list reads at a time. */
  wholeListPageSize: 200,
  /** Events of a stream that are read at a time for a page of its timeline, at least. */
  minTimelineEvents: 100,
  /** Ids of institutions' disputes whose spelling is remembered, and those that a start keeps from the log. */
  maxKnownSpellings: 10_000,
  /** How long a message waits for the look at the log after a start. */
  maxSpellingsWaitMs: 2_000,
  /** How long that look waits for the position of the rows before it reads the whole log. */
  maxSpellingsRowsWaitMs: 500,
  spellingsPollMs: 10,
  spellingsRetryMs: 200,
  /** How often a dispute asks for a number of its document while other processes take the next one. */
  maxNumberAttempts: 20,
} as const;
