import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LedgerRequest } from './ledger-request.js';
import { limits } from './limits.js';
import { RequestProblem } from './request-problem.js';

const MALFORMED = 'Malformed JSON body';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads JSON bodies: strict JSON, strict UTF-8, no prototype poisoning, bounded depth and size. The bytes stay on
 * the request for whoever records or signs them. An empty body is no body, because Billtrust's documents
 * send a JSON content type with GET, DELETE and a PUT that has none.
 */
export const readJsonBodies = (server: FastifyInstance): void => {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: limits.maxBodyBytes },
    (request: FastifyRequest, body: Buffer, done) => {
      (request as LedgerRequest).rawBody = body;
      if (body.length === 0) {
        done(null, undefined);
        return;
      }
      const text = decode(body);
      if (text === undefined) {
        done(new RequestProblem('malformed-json', MALFORMED));
        return;
      }
      void parse(request, text, (error: Error | null, value?: unknown) => {
        if (error === null && isWithinLimits(value)) done(null, value);
        else done(new RequestProblem('malformed-json', MALFORMED, { cause: error }));
      });
    },
  );
};

const decode = (body: Buffer): string | undefined => {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
};

/** Not too deep, not too many parts, and no half of a surrogate pair, which no canonical JSON could hold. */
const isWithinLimits = (root: unknown): boolean => {
  let level: readonly unknown[] = [root];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    nodes += level.length;
    if (depth > limits.maxJsonDepth || nodes > limits.maxJsonNodes) return false;
    if (!level.every((value) => typeof value !== 'string' || value.isWellFormed())) return false;
    level = level.flatMap(childrenOf);
  }
  return true;
};

const childrenOf = (value: unknown): readonly unknown[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value) ? value : [...Object.keys(value), ...(Object.values(value) as unknown[])];
};
