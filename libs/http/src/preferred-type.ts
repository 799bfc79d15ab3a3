import type { FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { RequestProblem } from './request-problem.js';

/**
 * Returns the media type that the caller prefers (RFC 9110 section 12.5.1); the first without an `Accept`
 * header, or with an empty one.
 *
 * @throws RequestProblem 406 when the caller accepts none of them.
 */
export const preferredType = <Type extends string>(
  { headers }: Pick<FastifyRequest, 'headers'>,
  types: readonly Type[],
): Type => {
  const preferred = negotiatorOf(headers).mediaType([...types]) as Type | undefined;
  if (preferred !== undefined) return preferred;
  throw new RequestProblem('not-acceptable', `Accept must allow one of ${types.join(', ')}.`);
};

/** Returns whether `Accept` names this media type itself, not only a range that includes it. */
export const namesType = ({ headers }: Pick<FastifyRequest, 'headers'>, type: string): boolean =>
  negotiatorOf(headers).mediaTypes().includes(type);

/** A parameter other than the weight, which is named `q`. */
const PARAMETER = /;\s*(?!q\s*=)[^\s=;,]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*)/gi;

/**
 * Parameters of media types choose nothing here: there is one form of each type. An empty `Accept` accepts
 * everything, like none.
 */
const negotiatorOf = ({ accept = '' }: FastifyRequest['headers']): Negotiator => {
  const plain = accept.replace(PARAMETER, '').trim();
  return new Negotiator({ headers: { accept: plain === '' ? '*/*' : plain } });
};
