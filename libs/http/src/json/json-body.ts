import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LedgerRequest } from '../ledger-request.js';
import { limits } from '../limits.js';
import { readJson } from './read-json.js';
import { RequestProblem } from '../request-problem.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads JSON bodies, as `readJson` does, from strict UTF-8 without a content coding, of bounded size. The
 * bytes stay on the request as `rawBody`, for code that records them or verifies a signature over them. An
 * empty body counts as no body, because some vendors' documents send a JSON content type with requests that
 * have none.
 */
export const readJsonBodies = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  server.addHook('onRequest', (request, _reply, done) => {
    done(request.is404 ? undefined : codingProblem(request));
  });
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: limits.maxBodyBytes },
    (request: FastifyRequest, body: Buffer, done) => {
      (request as LedgerRequest).rawBody = body;
      try {
        done(null, body.length === 0 ? undefined : valueOf(request, body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
};

const valueOf = (request: FastifyRequest, body: Buffer): unknown => {
  assertUtf8Declared(request);
  const text = decode(body);
  if (text.startsWith(BYTE_ORDER_MARK))
    throw new RequestProblem('malformed-json', 'Malformed JSON body: it begins with a byte order mark');
  return readJson(text);
};

const decode = (body: Buffer): string => {
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw new RequestProblem('malformed-json', 'Malformed JSON body: it is not UTF-8', { cause });
  }
};

/**
 * Returns the problem of a content coding: a body that is read without being decoded would be stored as
 * something else than what was sent.
 */
const codingProblem = ({ headers }: FastifyRequest): RequestProblem | undefined => {
  const codings = headers['content-encoding'] ?? '';
  const isPlain = codings.split(',').every((coding) => /^\s*(?:identity)?\s*$/i.test(coding));
  if (isPlain) return undefined;
  return new RequestProblem(
    'unsupported-media-type',
    `The body must be sent without a content coding; its Content-Encoding is ${shown(codings)}.`,
    { headers: { 'Accept-Encoding': 'identity' } },
  );
};

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]*)/i;

const assertUtf8Declared = ({ headers }: FastifyRequest): void => {
  const charset = CHARSET.exec(headers['content-type'] ?? '')?.[1];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return;
  throw new RequestProblem(
    'unsupported-media-type',
    `The body must be UTF-8; its Content-Type has the charset ${shown(charset)}.`,
  );
};

/** Returns a header's value for a message, cut where it is too long to be a name. */
const shown = (value: string): string => (value.length > 40 ? `${value.slice(0, 40)}…` : value);
