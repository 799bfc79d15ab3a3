import { type AdmissibleRequest, principalOf, requestedOperation } from '#libs/access';
import {
  correlationIdOf,
  idempotencyKeyOf,
  invalidRequest,
  type LedgerRequest,
  preconditionsOf,
} from '#libs/http';
import type { JsonValue } from '#libs/kernel';

/**
 * Returns a write of the ledger's own API as its claim knows it.
 *
 * @throws RequestProblem for an idempotency key or a precondition that cannot be read.
 */
export const ledgerRequest = (request: LedgerRequest): AdmissibleRequest => {
  const principal = principalOf(request);
  return {
    principal,
    operation: requestedOperation(request),
    correlationId: correlationIdOf(request),
    actor: { name: principal.holder },
    parameters: request.params as Readonly<Record<string, string>>,
    body: (request.body as JsonValue | undefined) ?? null,
    idempotencyKey: idempotencyKeyOf(request),
    preconditions: preconditionsOf(request),
  };
};

/**
 * Rejects an idempotency key where every request is recorded, the repeated one as well: ignoring the key would
 * promise what does not hold.
 *
 * @throws RequestProblem that names the header.
 */
export const refuseIdempotencyKey = (request: LedgerRequest): void => {
  if (request.headers['idempotency-key'] === undefined) return;
  const message =
    'Idempotency-Key is not taken here: every export is recorded, and none is the same as another';
  throw invalidRequest([{ path: 'Idempotency-Key', message }]);
};
