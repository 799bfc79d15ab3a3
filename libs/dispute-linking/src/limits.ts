/** Every limit of linking disputes, in one place. */
export const limits = {
  /** How often a change is attempted if its reservation lapses each time. */
  maxAttempts: 3,
  /** A reservation that is still unused after this time was most likely left by a process that died. */
  abandonedAfterMs: 10_000,
  /** How many abandoned reservations one deletion gives back before it answers. */
  maxReleasedPerDeletion: 100,
  /** How many disputes an invoice may have that is closed at once. */
  maxDisputesPerInvoice: 1_000,
  /** How many disputes of an invoice are read per page. */
  disputesPerPage: 200,
} as const;
