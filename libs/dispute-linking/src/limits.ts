/** Every limit of linking disputes, in one place. */
export const limits = {
  /** How often a change is begun anew when its reservation was given up by somebody else meanwhile. */
  maxAttempts: 3,
  /** A reservation that is not used after this time was most likely left by a process that died. */
  abandonedAfterMs: 10_000,
  /** How many abandoned reservations one deletion gives back before it answers. */
  maxReleasedPerDeletion: 100,
  /** How many disputes of an invoice are looked up at once. */
  disputesPerPage: 200,
} as const;
