/** Every limit of a tenant's configuration. */
export const limits = {
  /** Languages of one description beside its own. */
  maxTranslations: 50,
} as const;
