import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { RequestProblem } from './request-problem.js';

/**
 * Returns the media type that the caller prefers (RFC 9110 section 12.5.1); the first without an `Accept`
 * header.
 *
 * @throws RequestProblem 406 when the caller accepts none of them.
 */
export const preferredType = <Type extends string>(
  { headers }: Pick<FastifyRequest, 'headers'>,
  types: readonly Type[],
): Type => {
  const preferred = new Negotiator({ headers }).mediaType([...types]) as Type | undefined;
  if (preferred !== undefined) return preferred;
  throw new RequestProblem('not-acceptable', `Accept must allow one of ${types.join(', ')}.`);
};

/** Returns whether `Accept` names this media type itself, not only a range that includes it. */
export const namesType = ({ headers }: Pick<FastifyRequest, 'headers'>, type: string): boolean =>
  new Negotiator({ headers }).mediaTypes().includes(type);
