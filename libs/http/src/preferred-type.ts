import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { RequestProblem } from './request-problem.js';

/**
 * The media type that the caller likes best (RFC 9110 section 12.5.1); the first without an `Accept` header.
 *
 * @throws RequestProblem 406 when it takes none of them.
 */
export const preferredType = <Type extends string>(
  { headers }: Pick<FastifyRequest, 'headers'>,
  types: readonly Type[],
): Type => {
  const preferred = new Negotiator({ headers }).mediaType([...types]) as Type | undefined;
  if (preferred !== undefined) return preferred;
  throw new RequestProblem('not-acceptable', `Accept must allow one of ${types.join(', ')}.`);
};

/** Whether the caller names the media type. */
export const namesType = ({ headers }: Pick<FastifyRequest, 'headers'>, type: string): boolean =>
  new Negotiator({ headers }).mediaTypes().includes(type);
