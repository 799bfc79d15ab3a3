import { entityTagOf, isKnownToCaller } from './entity-tags.js';
import type { Exchange } from './exchange.js';

/** The state of the ledger that an answer shows. */
export interface AnswerState {
  /** The revision of the one stream that the answer shows, if it shows one. */
  readonly revision?: bigint;
  /** The position in the log up to which the answer is complete. */
  readonly position: bigint;
}

/** Sends the state as `ETag` and `Ledger-Position`. */
export const describeState = (
  { revision, position }: AnswerState,
  { reply }: Pick<Exchange, 'reply'>,
): void => {
  if (revision !== undefined) void reply.header('ETag', entityTagOf(revision));
  void reply.header('Ledger-Position', String(position));
};

/**
 * Sends the entity tag as `ETag`. Returns whether `If-None-Match` names that tag: the status is 304 then, and
 * the route answers without a body.
 *
 * @throws RequestProblem when `If-None-Match` is not a list of entity tags.
 */
export const isUnchanged = (entityTag: string, { request, reply }: Exchange): boolean => {
  void reply.header('ETag', entityTag);
  if (!isKnownToCaller(entityTag, request)) return false;
  void reply.status(304);
  return true;
};
