import type { FastifyRequest } from 'fastify';
import { limits } from './limits.js';
import { RequestProblem } from './request-problem.js';

/** A Fastify request with its body as received. */
export interface LedgerRequest extends FastifyRequest {
  /** The bytes of a JSON body, before parsing; empty or undefined without a body. */
  rawBody?: Buffer;
}

export const correlationIdOf = (request: FastifyRequest): string => request.id;

/**
 * Returns the Authorization header; undefined if there is none, or more than one. Of two, Node silently keeps
 * the first, and a proxy in front of the ledger may have checked the second.
 */
export const authorizationOf = (request: FastifyRequest): string | undefined => {
  const lines = headerLinesOf(request, 'authorization');
  return lines.length === 1 ? lines[0] : undefined;
};

/** Returns the value of each line with the header's name, which is given in lower case. */
export const headerLinesOf = ({ raw: { rawHeaders } }: FastifyRequest, name: string): readonly string[] => {
  const lines: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() === name) lines.push(rawHeaders[index + 1] ?? '');
  return lines;
};

const CORRELATION_ID = new RegExp(`^[\\w.:-]{1,${limits.maxCorrelationIdLength}}$`);

/**
 * Returns the caller's own correlation id; undefined if it is missing, too long or not harmless in a log
 * line.
 */
export const givenCorrelationId = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' && CORRELATION_ID.test(header) ? header : undefined;

const PRINTABLE = new RegExp(
  `^[\\x21-\\x7E](?:[\\x20-\\x7E]{0,${limits.maxIdempotencyKeyLength - 2}}[\\x21-\\x7E])?$`,
);

/**
 * Returns the idempotency key; undefined without one.
 *
 * @throws RequestProblem for a key that is not 1 to 255 printable ASCII characters.
 */
export const idempotencyKeyOf = (request: FastifyRequest): string | undefined => {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && PRINTABLE.test(key)) return key;
  const message = `Idempotency-Key must be 1 to ${limits.maxIdempotencyKeyLength} printable characters`;
  throw new RequestProblem('invalid-request', message, { fields: [{ path: 'Idempotency-Key', message }] });
};
