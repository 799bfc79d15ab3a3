import type { FastifyRequest } from 'fastify';
import { limits } from './limits.js';
import { RequestProblem } from './request-problem.js';

/** What the HTTP edge knows of a request beside what Fastify does. */
export interface LedgerRequest extends FastifyRequest {
  /** The body as it came, before anything read it; empty without a body. */
  rawBody?: Buffer;
}

export const correlationIdOf = (request: FastifyRequest): string => request.id;

/**
 * The one Authorization header; undefined when there is none, or more than one. Node would keep the first of two
 * silently, and a proxy before us perhaps the second.
 */
export const authorizationOf = ({ raw: { rawHeaders } }: FastifyRequest): string | undefined => {
  let found: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() !== 'authorization') continue;
    if (found !== undefined) return undefined;
    found = rawHeaders[index + 1];
  }
  return found;
};

const CORRELATION_ID = new RegExp(`^[\\w.:-]{1,${limits.maxCorrelationIdLength}}$`);

/** The caller's own correlation id when it is a harmless one. */
export const givenCorrelationId = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' && CORRELATION_ID.test(header) ? header : undefined;

const PRINTABLE = new RegExp(
  `^[\\x21-\\x7E](?:[\\x20-\\x7E]{0,${limits.maxIdempotencyKeyLength - 2}}[\\x21-\\x7E])?$`,
);

/** @throws RequestProblem for a key that is not 1 to 255 printable ASCII characters. */
export const idempotencyKeyOf = (request: FastifyRequest): string | undefined => {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && PRINTABLE.test(key)) return key;
  const message = `Idempotency-Key must be 1 to ${limits.maxIdempotencyKeyLength} printable characters`;
  throw new RequestProblem('invalid-request', message, { fields: [{ path: 'Idempotency-Key', message }] });
};

const ENTITY_TAG = /^"(\d{1,19})"$/;

/** The revision that `If-Match` names. `*` and no header ask for nothing. @throws RequestProblem otherwise. */
export const ifMatchOf = (request: FastifyRequest): bigint | undefined => {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const revision = ENTITY_TAG.exec(header)?.[1];
  if (revision !== undefined) return BigInt(revision);
  const message = 'If-Match must be one entity tag of this API, as in "12"';
  throw new RequestProblem('invalid-request', message, { fields: [{ path: 'If-Match', message }] });
};
