/** Every limit of the ledger's own API, in one place. */
export const limits = {
  maxTextLength: 200,
  maxStatuses: 6,
} as const;
