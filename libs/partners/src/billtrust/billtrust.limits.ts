/** Every limit of this API. Lengths are in characters (docs/vendors/billtrust.md, "Fields"). */
export const limits = {
  maxCodeLength: 50,
  maxDescriptionLength: 500,
  maxIdLength: 64,
  maxVisibilities: 3,
  maxLanguageLength: 35,
  maxNameLength: 100,
  maxNotesLength: 5_000,
  /** Disputes in one list; a longer one is refused. */
  maxListedDisputes: 10_000,
  /** Every double preserves this many digits, so an amount is the same number in every client. */
  maxAmountDigits: 15,
  /** Of currencies with a thousandth, such as KWD; the others have `usualAmountDecimals`. */
  maxAmountDecimals: 3,
  usualAmountDecimals: 2,
} as const;
