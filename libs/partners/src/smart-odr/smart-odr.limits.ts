/** Every limit of this API. Lengths are in characters (docs/vendors/smart-odr.md, "Fields"). */
export const limits = {
  maxDisputeIdLength: 64,
  maxUserNameLength: 200,
  maxUpdateLength: 5_000,
  maxDescriptionLength: 5_000,
  maxArbitrators: 100,
  maxArbitratorNameLength: 200,
  maxSeat: 1_000,
  maxHearings: 10_000,
  /**
   * The whole Authorization header. Longer than any token, so that a token that is too long is not a
   * malformed header.
   */
  maxSignatureLength: 24_576,
  maxTokenLength: 8_192,
  /** How far two clocks may be apart. */
  clockToleranceSeconds: 30,
  /** A token with a later expiry was not meant to expire: if it leaked, it would stay valid for years. */
  maxTokenLifetimeSeconds: 400 * 86_400,
  maxStrictTokenLifetimeSeconds: 300,
  minTokenIdLength: 16,
  maxTokenIdLength: 128,
  /** Verified tokens that are remembered, so that RS256 is checked once per token, not per request. */
  maxVerifiedTokens: 5_000,
} as const;
