import { InDoubtError, StoreUnavailableError } from '#libs/event-store';
import { correlationIdOf, httpLimits, type LedgerRequest, RequestProblem } from '#libs/http';
import { ClockInDoubtError } from '#libs/kernel';
import { NoSigningKeyError } from '#libs/proof';
import { ReadStoreUnavailableError } from '#libs/read-store';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  NotFoundException,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { familyOf, pathOf } from './families.js';
import type { KnownRoutes } from './known-routes.js';

/**
 * Answers every error of every route in the envelope of the family that owns the path. Defects and outages
 * are logged with the correlation id, and not described in the answer.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly knownRoutes: KnownRoutes,
    private readonly logger: Logger,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<LedgerRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const path = pathOf(request.url);
    const correlationId = correlationIdOf(request);
    const problem = this.problemOf(exception, path);
    if (problem.code === 'internal-error' || problem.code === 'unavailable')
      this.logger.error({ err: exception, correlationId }, 'a request failed');
    const { status, contentType, body } = familyOf(path).answer(problem, { correlationId, path });
    void reply.status(status).headers(problem.headers).type(contentType).send(body);
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
