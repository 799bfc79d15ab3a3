/** Every limit of this API. Lengths are in characters (docs/vendors/enfinitos.md, "Fields"). */
export const limits = {
  maxIdLength: 200,
  maxIdsPerList: 1_000,
  maxUnitLength: 64,
  maxActorLength: 200,
  maxStanceLength: 64,
  maxNotesLength: 5_000,
  maxAdjustments: 100,
  maxPartyLength: 64,
  /** Disputes in one list; a longer one is refused. */
  maxListedDisputes: 10_000,
  /** How much of an unknown id a 404 repeats. */
  maxShownIdLength: 100,
} as const;
