/** The entity tags of a condition as revisions, or `any` for `*`. Without a revision, no tag names a state. */
export type StateCondition = 'any' | readonly bigint[];

/** What a caller requires of the current state of what it changes (RFC 9110 section 13.1). */
export interface Preconditions {
  /** `If-Match`: the state is one of these. */
  readonly oneOf?: StateCondition | undefined;
  /** `If-None-Match`: the state is none of these. */
  readonly noneOf?: StateCondition | undefined;
}

/** What a precondition is about, as it is now. */
export interface EntityState {
  /** What the entity is called in messages to callers, such as `dispute`. */
  readonly noun: string;
  /** The revision of the last event that changed the entity; -1 for one that does not exist. */
  readonly revision: bigint;
}

/** Returns the sentence that tells which precondition is false; undefined if all hold. */
export const unmetPrecondition = (
  { oneOf, noneOf }: Preconditions,
  { noun, revision }: EntityState,
): string | undefined => {
  if (oneOf !== undefined && !isMet(oneOf, revision))
    return `The ${noun} ${stands(revision)}${oneOf === 'any' || revision === -1n ? '' : differs(oneOf)}.`;
  if (noneOf !== undefined && isMet(noneOf, revision))
    return `The ${noun} ${noneOf === 'any' ? 'exists already' : stands(revision)}.`;
  return undefined;
};

const isMet = (condition: StateCondition, revision: bigint): boolean =>
  revision !== -1n && (condition === 'any' || condition.includes(revision));

const stands = (revision: bigint): string =>
  revision === -1n ? 'does not exist yet' : `is at revision ${revision}`;

const differs = (revisions: readonly bigint[]): string =>
  revisions.length === 0 ? ', which If-Match does not name' : `, not ${revisions.join(' or ')}`;
