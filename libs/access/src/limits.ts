/** Every limit of credentials. */
export const limits = {
  /** RFC 7518 section 3.3: RS256 keys have 2048 bits or more. */
  minRsaBits: 2_048,
  /** A signature by a larger key takes a request's time to verify. */
  maxRsaBits: 8_192,
  /** The PEM text of the largest key has a tenth of it. */
  maxPublicKeyLength: 16_384,
  /** No prime below may divide a modulus. */
  maxTrialDivisor: 1_000n,
} as const;
