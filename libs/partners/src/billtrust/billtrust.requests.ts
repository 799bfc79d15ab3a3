import { type AdmittedRequest, createdId, principalOf } from '#libs/access';
import type { Exchange, LedgerRequest } from '#libs/http';
import { invalidRequest } from '#libs/http';
import { isJsonObject, type JsonValue } from '#libs/kernel';
import { admittedRequest } from '../command-request.js';
import type { Making } from './billtrust.translate.js';

/** Returns the path below both of the vendor's base paths (docs/vendors/billtrust.md, "Paths without the prefix"). */
export const tenantPaths = (rest: string): string[] => [
  `dispute/v1/tenants/:tenantId${rest}`,
  `v1/tenants/:tenantId${rest}`,
];

/**
 * Returns the request as the write path needs it. The key's user is the actor (docs/vendors/billtrust.md,
 * "Authentication").
 */
export const admitted = (request: LedgerRequest, body?: JsonValue): AdmittedRequest => {
  const { tenantId: _, ...named } = request.params as Readonly<Record<string, string>>;
  // A key stands for what the path names too: the same flag on another resolution is another request.
  const asked: JsonValue = Object.keys(named).length === 0 ? (body ?? null) : [named, body ?? null];
  return admittedRequest(request, asked, { name: principalOf(request).holder });
};

export const makingOf = (kind: string, request: AdmittedRequest, now: Date): Making => ({
  by: request.actor.name,
  at: now.toISOString(),
  newId: createdId(kind, request),
});

/** A body that is no object has none of the fields: each that is required is named. */
export const objectOf = (body: JsonValue | undefined): object => (isJsonObject(body) ? body : {});

/** Where no field is required, a body that is no object would pass for an empty one: it is refused. */
export const objectOrNothing = (body: JsonValue | undefined): object => {
  if (body == null || isJsonObject(body)) return body ?? {};
  throw invalidRequest([{ path: '', message: 'The body must be a JSON object' }]);
};

/** Says which state of the log the answer speaks for. */
export const describePlace = (
  { revision, position }: { readonly revision: bigint; readonly position: bigint },
  { reply }: Exchange,
): void => {
  if (revision >= 0n) void reply.header('ETag', `"${revision}"`);
  void reply.header('Ledger-Position', String(position));
};
