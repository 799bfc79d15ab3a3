/** Every limit of the ledger's own API, in one place. */
export const limits = {
  defaultPageSize: 50,
  maxPageSize: 200,
  maxTextLength: 200,
  maxStatuses: 6,
} as const;
