import { type AdmittedRequest, principalOf, requestedOperation } from '#libs/access';
import {
  correlationIdOf,
  describeState,
  type Exchange,
  idempotencyKeyOf,
  type LedgerRequest,
  preconditionsOf,
  RequestProblem,
  proofPathOf,
} from '#libs/http';
import type { JsonValue } from '#libs/kernel';

/** The place of a committed change in its stream and in the log. */
interface ChangePlace {
  /** The id of the dispute's event; empty without one, and for streams that are not in the proof log. */
  readonly eventId: string;
  /** Undefined if the change leaves nothing that has an entity tag. */
  readonly revision: bigint | undefined;
  readonly position: bigint;
  readonly isRepeat: boolean;
}

/**
 * Returns the request as the write path needs it. Writes belong to one tenant: a key for all tenants may only
 * read.
 *
 * @throws RequestProblem for a credential of no tenant, and for an idempotency key or a precondition that
 * cannot be read.
 */
export const admittedRequest = (request: LedgerRequest, actor: AdmittedRequest['actor']): AdmittedRequest => {
  const { tenant, ...principal } = principalOf(request);
  if (tenant === null) throw new RequestProblem('forbidden', 'The credential belongs to no tenant.');
  const { tenantId: _, ...named } = request.params as Readonly<Record<string, string>>;
  return {
    principal: { tenant, ...principal },
    operation: requestedOperation(request),
    correlationId: correlationIdOf(request),
    actor,
    parameters: named,
    // Also where a route reads no body: another one under the same key is another request.
    body: (request.body as JsonValue | undefined) ?? null,
    idempotencyKey: idempotencyKeyOf(request),
    preconditions: preconditionsOf(request),
  };
};

/** Returns the request body, byte for byte, as UTF-8 text; empty without a body. */
export const receivedText = ({ rawBody }: LedgerRequest): string => rawBody?.toString('utf8') ?? '';

/** Sends `ETag`, `Ledger-Position`, `Ledger-Proof` and, for a repeat, `Idempotency-Replayed`. */
export const describeChange = (
  { eventId, revision, position, isRepeat }: ChangePlace,
  { reply }: Exchange,
): void => {
  describeState({ position, ...(revision !== undefined && { revision }) }, { reply });
  // The proof log has no event of a configuration, nor of a command that changed nothing in an empty stream.
  if (eventId !== '') void reply.header('Ledger-Proof', proofPathOf(eventId));
  if (isRepeat) void reply.header('Idempotency-Replayed', 'true');
};
