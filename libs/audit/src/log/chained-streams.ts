/** The streams whose events are leaves of the Merkle log, in the order of the store's log. */
export const chainedStreamPrefixes = ['dispute-', 'disputeExports-'] as const;
