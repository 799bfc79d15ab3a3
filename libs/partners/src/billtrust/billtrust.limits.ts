/** Every limit of this API, in one place. Lengths are in characters (contracts: Billtrust A3, A4). */
export const limits = {
  maxCodeLength: 50,
  maxDescriptionLength: 500,
  maxIdLength: 64,
  maxVisibilities: 3,
  maxNameLength: 100,
  maxNotesLength: 5_000,
  maxAmountDecimals: 4,
} as const;
