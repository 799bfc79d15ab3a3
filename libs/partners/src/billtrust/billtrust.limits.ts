/** Every limit of this API. Lengths are in characters (docs/vendors/billtrust.md, "Fields"). */
export const limits = {
  maxCodeLength: 50,
  maxDescriptionLength: 500,
  maxIdLength: 64,
  maxVisibilities: 3,
  maxNameLength: 100,
  maxNotesLength: 5_000,
  maxAmountDecimals: 4,
  /** Disputes in one list; a longer one is refused. */
  maxListedDisputes: 10_000,
} as const;
