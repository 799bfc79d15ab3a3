import { type HeldStream, InDoubtError, StoreUnavailableError, StreamHeldError } from '#libs/event-store';
import { correlationIdOf, httpLimits, type LedgerRequest, RequestProblem } from '#libs/http';
import { ClockInDoubtError } from '#libs/kernel';
import { NoSigningKeyError } from '#libs/proof';
import { DamagedRowsError, ReadStoreUnavailableError } from '#libs/read-store';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  NotFoundException,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { Doubts } from '../doubts/doubts.js';
import type { HeldStreams } from '../held/held-streams.js';
import { familyOf, pathOf } from './families.js';
import type { KnownRoutes } from './known-routes.js';

/** What says more of an error than the error itself. */
interface FilteredLedger {
  readonly heldStreams: HeldStreams;
  readonly doubts: Pick<Doubts, 'rowsDamaged'>;
}

/**
 * Answers every error of every route in the envelope of the family that owns the path. Defects and outages
 * are logged with the correlation id, and not described in the answer.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly knownRoutes: KnownRoutes,
    private readonly logger: Logger,
    private readonly ledger: FilteredLedger,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<LedgerRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const path = pathOf(request.url);
    const correlationId = correlationIdOf(request);
    const problem =
      exception instanceof StreamHeldError
        ? this.heldProblem(exception, request)
        : this.problemOf(exception, path);
    const isLogged = exception instanceof StreamHeldError;
    if (!isLogged && (problem.code === 'internal-error' || problem.code === 'unavailable'))
      this.logger.error({ err: exception, correlationId }, 'a request failed');
    if (exception instanceof DamagedRowsError) void this.ledger.doubts.rowsDamaged(exception.message);
    const { status, contentType, body } = familyOf(path).answer(problem, { correlationId, path });
    void reply.status(status).headers(problem.headers).type(contentType).send(body);
  }

  /**
   * A command meets a conflict that only an operator can end; what cannot be shown is unavailable. Neither is
   * worth a quick retry, so no Retry-After is sent.
   */
  private heldProblem({ held }: StreamHeldError, { method }: LedgerRequest): RequestProblem {
    this.ledger.heldStreams.meet(held);
    const isRead = method === 'GET' || method === 'HEAD';
    const message = heldMessage(held, this.ledger.heldStreams.isSeen(held.stream));
    return new RequestProblem(isRead ? 'unavailable' : 'conflict', message);
  }

  private problemOf(exception: unknown, path: string): RequestProblem {
    if (exception instanceof RequestProblem) return exception;
    if (exception instanceof NotFoundException) return this.unknownRoute(path);
    if (isUnavailable(exception))
      return new RequestProblem('unavailable', reasonOf(exception), {
        headers: { 'Retry-After': String(httpLimits.retryAfterSeconds) },
      });
    // No Retry-After: somebody has to start the process with a key first.
    if (exception instanceof NoSigningKeyError) return new RequestProblem('unavailable', exception.message);
    return (
      ofFastify(exception) ?? new RequestProblem('internal-error', 'The ledger could not serve this request.')
    );
  }

  private unknownRoute(path: string): RequestProblem {
    const methods = this.knownRoutes.methodsOf(path);
    if (methods.length === 0) return new RequestProblem('not-found', 'There is nothing at this path.');
    return new RequestProblem('method-not-allowed', `This path answers to ${methods.join(', ')} only.`, {
      headers: { Allow: methods.join(', ') },
    });
  }
}

const isUnavailable = (exception: unknown): boolean =>
  exception instanceof StoreUnavailableError ||
  exception instanceof ReadStoreUnavailableError ||
  exception instanceof ClockInDoubtError;

/** Returns what the caller may be told: nothing of an outage, and why the ledger refuses what it could do. */
const reasonOf = (exception: unknown): string =>
  exception instanceof InDoubtError || exception instanceof ClockInDoubtError
    ? exception.told
    : 'The ledger cannot serve this now. Try again.';

/** Returns for a caller why something is held back. The name of the stream is the ledger's own. */
const heldMessage = ({ stream, kind, revision, reason }: HeldStream, isSeen: boolean): string => {
  const place = revision === null ? '' : ` at revision ${revision}`;
  const next =
    kind === 'cut' && isSeen
      ? 'The operator knows, and it stays closed.'
      : 'The operator of the ledger has to decide about it.';
  return `${nounOf(stream)} is held back${place}: ${reason}. Nothing was changed. ${next}`;
};

const nounOf = (stream: string): string =>
  NOUNS.find(([prefix]) => stream.startsWith(prefix))?.[1] ?? 'What is asked for';

const NOUNS = [
  ['dispute-', 'The dispute'],
  ['disputeExports-', 'The record of exports'],
  ['ledgerReplays-', 'The record of replays'],
  ['ledgerRestores-', 'The record of restores'],
  ['disputeConfiguration-', 'The configuration'],
  ['credential-', 'The credential'],
  ['claim-', 'The idempotency key'],
  ['invoiceDocument-', 'The numbering of the invoice'],
] as const;

/** Returns the problem for what Fastify itself rejects before any route runs. */
const ofFastify = (exception: unknown): RequestProblem | undefined => {
  // Nest turns most errors of Fastify into its own, and passes some on.
  const status: unknown =
    exception instanceof HttpException
      ? exception.getStatus()
      : (exception as { statusCode?: unknown } | null)?.statusCode;
  switch (status) {
    case 400:
      return new RequestProblem('invalid-request', 'The request could not be read.');
    case 404:
      return new RequestProblem('not-found', 'There is nothing at this path.');
    case 413:
      return new RequestProblem('payload-too-large', `A body has at most ${httpLimits.maxBodyBytes} bytes.`);
    case 415:
      return new RequestProblem('unsupported-media-type', 'The body must be application/json.');
    default:
      return undefined;
  }
};
