import type { FastifyRequest } from 'fastify';
import { invalidRequest } from './request-problem.js';

interface EntityTag {
  readonly isWeak: boolean;
  readonly opaque: string;
}

/** The value of `If-Match` or `If-None-Match`: any current representation, or one with one of the tags. */
type TagCondition = 'any' | readonly EntityTag[];

/** The entity tags of a condition as revisions, or `any` for `*`. A tag of another form names none. */
type StateCondition = 'any' | readonly bigint[];

/** What a caller requires of the current state of what it changes (RFC 9110 section 13.1). */
export interface RequestedState {
  /** `If-Match`: the state is one of these. */
  readonly oneOf?: StateCondition | undefined;
  /** `If-None-Match`: the state is none of these. */
  readonly noneOf?: StateCondition | undefined;
}

/** Returns the text as a strong entity tag (RFC 9110 section 8.8.3). */
export const entityTagOf = (text: bigint | string): string => `"${text}"`;

/**
 * Returns the preconditions of a write; undefined without any. `If-Match` compares strongly, so a weak tag
 * never matches, and `If-None-Match` weakly.
 *
 * @throws RequestProblem that names the header, for one that is neither `*` nor a list of entity tags.
 */
export const preconditionsOf = ({ headers }: FastifyRequest): RequestedState | undefined => {
  const ifMatch = conditionIn('If-Match', headers['if-match']);
  const ifNoneMatch = conditionIn('If-None-Match', headers['if-none-match']);
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  return { oneOf: revisionsOf(ifMatch, 'strong'), noneOf: revisionsOf(ifNoneMatch, 'weak') };
};

/**
 * Returns whether `If-None-Match` names the tag, so that the caller has the representation already.
 *
 * @throws RequestProblem as `preconditionsOf` does.
 */
export const isKnownToCaller = (entityTag: string, { headers }: FastifyRequest): boolean => {
  const condition = conditionIn('If-None-Match', headers['if-none-match']);
  if (condition === undefined) return false;
  return condition === 'any' || condition.some(({ opaque }) => entityTagOf(opaque) === entityTag);
};

/** One tag and what separates it from the tags before it; a list may have empty elements (section 5.6.1). */
const NEXT_TAG = /(?:[ \t]*,)*[ \t]*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*(?=,|$)/y;

const REST = /^[ \t,]*$/;

const conditionIn = (name: string, header: string | undefined): TagCondition | undefined => {
  if (header === undefined) return undefined;
  if (header.trim() === '*') return 'any';
  const tags: EntityTag[] = [];
  let end = 0;
  const next = new RegExp(NEXT_TAG);
  for (let tag = next.exec(header); tag !== null; tag = next.exec(header)) {
    tags.push({ isWeak: tag[1] !== undefined, opaque: tag[2] ?? '' });
    end = next.lastIndex;
  }
  if (tags.length > 0 && REST.test(header.slice(end))) return tags;
  const message = `${name} must be * or a list of entity tags, as in "12", "13"`;
  throw invalidRequest([{ path: name, message }]);
};

/** Revisions are sent as decimal numbers without leading zeros. */
const REVISION = /^(?:0|[1-9]\d{0,18})$/;

const revisionsOf = (
  condition: TagCondition | undefined,
  comparison: 'strong' | 'weak',
): StateCondition | undefined =>
  condition === undefined || condition === 'any'
    ? condition
    : condition
        .filter(({ isWeak, opaque }) => REVISION.test(opaque) && !(isWeak && comparison === 'strong'))
        .map(({ opaque }) => BigInt(opaque));
