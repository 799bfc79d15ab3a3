import { type AdmittedRequest, principalOf } from '#libs/access';
import {
  correlationIdOf,
  describeState,
  type Exchange,
  idempotencyKeyOf,
  ifMatchOf,
  type LedgerRequest,
  RequestProblem,
  proofPathOf,
} from '#libs/http';
import type { JsonValue } from '#libs/kernel';

/** The place of a committed change in its stream and in the log. */
interface ChangePlace {
  /** The id of the dispute's event; empty without one, and for streams that are not in the proof log. */
  readonly eventId: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly isRepeat: boolean;
}

/**
 * Returns the request as the write path needs it. Writes belong to one tenant: a key for all tenants may only
 * read.
 *
 * @throws RequestProblem for a credential of no tenant, and for an idempotency key or `If-Match` that cannot
 * be read.
 */
export const admittedRequest = (
  request: LedgerRequest,
  body: JsonValue | undefined,
  actor: AdmittedRequest['actor'],
): AdmittedRequest => {
  const { tenant, ...principal } = principalOf(request);
  if (tenant === null) throw new RequestProblem('forbidden', 'The credential belongs to no tenant.');
  return {
    principal: { tenant, ...principal },
    route: request.routeOptions.url ?? '',
    correlationId: correlationIdOf(request),
    actor,
    body: body ?? null,
    idempotencyKey: idempotencyKeyOf(request),
    ifRevision: ifMatchOf(request),
  };
};

/** Returns the request body, byte for byte, as UTF-8 text; empty without a body. */
export const receivedText = ({ rawBody }: LedgerRequest): string => rawBody?.toString('utf8') ?? '';

/** Sends `ETag`, `Ledger-Position`, `Ledger-Proof` and, for a repeat, `Idempotency-Replayed`. */
export const describeChange = (
  { eventId, revision, position, isRepeat }: ChangePlace,
  { reply }: Exchange,
): void => {
  describeState({ revision, position }, { reply });
  // The proof log has no event of a configuration, nor of a command that changed nothing in an empty stream.
  if (eventId !== '') void reply.header('Ledger-Proof', proofPathOf(eventId));
  if (isRepeat) void reply.header('Idempotency-Replayed', 'true');
};
