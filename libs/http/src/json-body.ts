import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LedgerRequest } from './ledger-request.js';
import { limits } from './limits.js';
import { RequestProblem } from './request-problem.js';

const MALFORMED = 'Malformed JSON body';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON bodies: strict JSON, strict UTF-8, no prototype poisoning, bounded depth and size. The bytes
 * stay on the request as `rawBody`, for code that records them or verifies a signature over them. An empty
 * body counts as no body, because some vendors' documents send a JSON content type with requests that have
 * none.
 */
export const readJsonBodies = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: limits.maxBodyBytes },
    (request: FastifyRequest, body: Buffer, done) => {
      (request as LedgerRequest).rawBody = body;
      const text = decode(body);
      const value = text === undefined ? undefined : parseJson(text);
      if (value === undefined && body.length > 0) done(new RequestProblem('malformed-json', MALFORMED));
      else done(null, value);
    },
  );
};

/**
 * Returns the parsed value; undefined if the text is not strict JSON within the limits. JSON text inside a
 * body goes through here, too: it is as dangerous as the body.
 */
export const parseJson = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return isHarmless(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const decode = (body: Buffer): string | undefined => {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
};

/**
 * Returns whether the value is within the limits, holds nothing that reaches a prototype, and no lone
 * surrogate, which canonical JSON (RFC 8785) cannot represent.
 */
const isHarmless = (root: unknown): boolean => {
  let nodes = 0;
  const isHarmlessAt = (value: unknown, depth: number): boolean => {
    nodes += 1;
    if (nodes > limits.maxJsonNodes || depth > limits.maxJsonDepth) return false;
    if (typeof value === 'string') return value.isWellFormed();
    if (typeof value !== 'object' || value === null) return true;
    return !isPoisoned(value) && childrenOf(value).every((child) => isHarmlessAt(child, depth + 1));
  };
  return isHarmlessAt(root, 0);
};

const isPoisoned = (value: object): boolean => {
  if (Object.hasOwn(value, '__proto__')) return true;
  const constructor: unknown = Object.hasOwn(value, 'constructor') ? value.constructor : undefined;
  return typeof constructor === 'object' && constructor !== null && Object.hasOwn(constructor, 'prototype');
};

const childrenOf = (value: object): readonly unknown[] =>
  Array.isArray(value) ? value : [...Object.keys(value), ...(Object.values(value) as unknown[])];
