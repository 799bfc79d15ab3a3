import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeState } from './answer-state.js';
import { limits } from './limits.js';
import { RequestProblem } from './request-problem.js';

/** The port to the read models' position in the log. The API implements it with its read store. */
export abstract class PositionSource {
  /** Returns the position that all read models have reached. */
  abstract position(): Promise<bigint>;
  /** Waits a bounded time for the position, and returns whether it was reached. */
  abstract hasReached(position: bigint): Promise<boolean>;
  /** Waits a bounded time for everything that the log has now, and returns whether it is shown. */
  abstract showLog(): Promise<boolean>;
}

const POSITION = /^\d{1,19}$/;

/**
 * Honours `Ledger-Min-Position`, by which a caller reads a state that includes its own write. Sends the
 * position that the answer shows as `Ledger-Position`, and resolves with it as decimal text.
 *
 * @throws RequestProblem 400 when the header is not a position; 503 with `Retry-After` when the read models
 * do not reach the position in time.
 */
export const readPosition = async (
  source: PositionSource,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> => {
  const asked = request.headers['ledger-min-position'];
  if (asked !== undefined) await untilReached(source, askedPosition(asked));
  const position = await source.position();
  describeState({ position }, { reply });
  return String(position);
};

/**
 * Like `readPosition`, for a vendor's list, whose clients know no `Ledger-Min-Position`: the answer includes
 * everything that was acknowledged before the request, by this process or another.
 *
 * @throws RequestProblem also 503 with `Retry-After` when the read models do not get so far in time.
 */
export const currentPosition = async (
  source: PositionSource,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> => {
  if (!(await source.showLog()))
    throw behind('The list does not show all that was acknowledged yet. Try again.');
  return readPosition(source, request, reply);
};

const askedPosition = (asked: string | readonly string[]): bigint => {
  if (typeof asked === 'string' && POSITION.test(asked)) return BigInt(asked);
  const message = 'Ledger-Min-Position must be the Ledger-Position of an earlier answer';
  throw new RequestProblem('invalid-request', message, {
    fields: [{ path: 'Ledger-Min-Position', message }],
  });
};

/**
 * Waits until the read models have reached the position.
 *
 * @throws RequestProblem 503 with `Retry-After` when they do not reach it in time.
 */
export const untilReached = async (source: PositionSource, position: bigint): Promise<void> => {
  if (!(await source.hasReached(position)))
    throw behind('The read models have not reached this position yet.');
};

const behind = (message: string): RequestProblem =>
  new RequestProblem('unavailable', message, {
    headers: { 'Retry-After': String(limits.retryAfterSeconds) },
  });
