import { createHash } from 'node:crypto';
import type { Exchange } from '#libs/http';
import { limits } from './ledger-api.limits.js';

/** The answer as JSON text. A settled one may be kept, and is not sent again to whoever has these very bytes. */
export const keepForEver = (
  { request, reply }: Exchange,
  body: object,
  isSettled: boolean,
): string | undefined => {
  const text = JSON.stringify(body);
  void reply.type('application/json; charset=utf-8');
  if (!isSettled) return text;
  const entityTag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  const keeping = `private, max-age=${limits.settledMaxAgeSeconds}, immutable`;
  void reply.headers({ ETag: entityTag, 'Cache-Control': keeping, Vary: 'Authorization' });
  if (request.headers['if-none-match'] !== entityTag) return text;
  void reply.status(304);
  return undefined;
};
