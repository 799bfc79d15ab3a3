import { type AdmittedRequest, createdId, principalOf } from '#libs/access';
import { atLeastAsked, describeState, type Exchange, type LedgerRequest } from '#libs/http';
import type { JsonObject } from '#libs/kernel';
import { admittedRequest } from '../command-request.js';
import { codeOf, idOf } from './billtrust.dto.js';
import type { Making } from './billtrust.translate.js';

/**
 * Returns the path below both of the vendor's base paths (docs/vendors/billtrust.md, "Paths without the
 * prefix").
 */
export const tenantPaths = (rest: string): string[] => [
  `dispute/v1/tenants/:tenantId${rest}`,
  `v1/tenants/:tenantId${rest}`,
];

/**
 * Returns the request as the write path needs it. The key's user is the actor (docs/vendors/billtrust.md,
 * "Authentication").
 */
export const admitted = (request: LedgerRequest): AdmittedRequest => {
  const admitted = admittedRequest(request, { name: principalOf(request).holder });
  const { parameters } = admitted;
  return { ...admitted, parameters: oneSpellingOf(parameters), parametersAsSent: parameters };
};

/** Returns what the path names in the letters in which it is looked up, so that a repeat may use others. */
const oneSpellingOf = (parameters: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'string' ? (SPELLINGS[name] ?? idOf)(value) : value,
    ]),
  );

const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  resolutionCode: codeOf,
  reasonCode: codeOf,
  categoryCode: codeOf,
  documentNumber: (text) => text.trim(),
};

export const makingOf = (kind: string, request: AdmittedRequest, now: Date): Omit<Making, 'received'> => ({
  by: request.actor.name,
  at: now.toISOString(),
  newId: createdId(kind, request),
});

/** Sends the state of the configuration that an answer shows: without `ETag` if it was never changed. */
export const describeConfiguration = (
  { revision, position }: { readonly revision: bigint; readonly position: bigint },
  exchange: Exchange,
): void =>
  describeState(
    { position: atLeastAsked(exchange.request, position), ...(revision >= 0n && { revision }) },
    exchange,
  );
