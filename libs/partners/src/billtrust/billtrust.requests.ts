import { type AdmittedRequest, createdId, principalOf } from '#libs/access';
import { describeState, type Exchange, type LedgerRequest } from '#libs/http';
import { admittedRequest } from '../command-request.js';
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
export const admitted = (request: LedgerRequest): AdmittedRequest =>
  admittedRequest(request, { name: principalOf(request).holder });

export const makingOf = (kind: string, request: AdmittedRequest, now: Date): Omit<Making, 'received'> => ({
  by: request.actor.name,
  at: now.toISOString(),
  newId: createdId(kind, request),
});

/** Sends the state of the configuration that an answer shows: without `ETag` if it was never changed. */
export const describeConfiguration = (
  { revision, position }: { readonly revision: bigint; readonly position: bigint },
  exchange: Exchange,
): void => describeState({ position, ...(revision >= 0n && { revision }) }, exchange);
