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
  /** Of a dispute's event; other streams are not in the proof log. */
  readonly eventId: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly isRepeat: boolean;
}

/**
 * The request as the write path needs it. Whoever writes does so in one tenant; a key for all of them may only read.
 *
 * @throws RequestProblem for an idempotency key or `If-Match` that cannot be read.
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

/** The request body, byte for byte, as UTF-8 text. */
export const receivedText = ({ rawBody }: LedgerRequest): string => rawBody?.toString('utf8') ?? '';

/** Says where the change stands in its dispute and in the whole log, where its proof is, and whether this is an earlier answer again. */
export const describeChange = (
  { eventId, revision, position, isRepeat }: ChangePlace,
  { reply }: Exchange,
): void => {
  describeState({ revision, position }, { reply });
  // A command that found nothing to change in a dispute that is not there has no event to prove.
  if (eventId !== '') void reply.header('Ledger-Proof', proofPathOf(eventId));
  if (isRepeat) void reply.header('Idempotency-Replayed', 'true');
};
