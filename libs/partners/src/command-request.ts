import { type AdmittedRequest, principalOf } from '#libs/access';
import {
  correlationIdOf,
  type Exchange,
  idempotencyKeyOf,
  ifMatchOf,
  type LedgerRequest,
  RequestProblem,
} from '#libs/http';
import type { JsonValue } from '#libs/kernel';

/** Where an accepted change stands. */
interface Accepted {
  readonly revision: bigint;
  readonly position: bigint;
  readonly isReplay: boolean;
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
    principal: { ...principal, tenant },
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

/** Says where the change stands in its dispute and in the whole log, and whether this is an earlier answer again. */
export const describeChange = ({ revision, position, isReplay }: Accepted, { reply }: Exchange): void => {
  void reply.header('ETag', `"${revision}"`).header('Ledger-Position', String(position));
  if (isReplay) void reply.header('Idempotency-Replayed', 'true');
};
