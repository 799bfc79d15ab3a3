import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeState } from './answer-state.js';
import { limits } from './limits.js';
import { invalidRequest, RequestProblem } from './request-problem.js';

/** The port to the positions of the read models and of the log. The API implements it with its stores. */
export abstract class PositionSource {
  /** Returns the position that all read models have reached. */
  abstract position(): Promise<bigint>;
  /** Waits a bounded time for the position, and returns whether it was reached. */
  abstract hasReached(position: bigint): Promise<boolean>;
  /** Waits a bounded time for everything that the log has now, and returns whether it is shown. */
  abstract showLog(): Promise<boolean>;
  /** Returns where the log ends now if that is before the position; undefined if the log has reached it. */
  abstract endBefore(position: bigint): Promise<bigint | undefined>;
}

const MIN_POSITION = 'Ledger-Min-Position';
const POSITION = /^\d{1,19}$/;

/**
 * Honours `Ledger-Min-Position`, by which a caller reads a state that includes its own write. Sends the
 * position that the answer shows as `Ledger-Position`, and resolves with it as decimal text.
 *
 * @throws RequestProblem 400 when the header is not a position of this log; 503 with `Retry-After` when the read models
 * do not reach the position in time.
 */
export const readPosition = async (
  source: PositionSource,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> => {
  const header = request.headers['ledger-min-position'];
  const asked = header === undefined ? 0n : askedPosition(header);
  let position = await source.position();
  if (position < asked) {
    await assertInLog(source, asked, MIN_POSITION);
    await untilReached(source, asked);
    position = await source.position();
  }
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
  const message = `${MIN_POSITION} must be the Ledger-Position of an earlier answer`;
  throw new RequestProblem('invalid-request', message, { fields: [{ path: MIN_POSITION, message }] });
};

/**
 * Rejects a position that the log has not reached. It comes from another log, or from this one before it was
 * restored: no wait would ever end.
 *
 * @throws RequestProblem that names the parameter, and where the log ends.
 */
export const assertInLog = async (
  source: Pick<PositionSource, 'endBefore'>,
  position: bigint,
  path: string,
): Promise<void> => {
  const end = await source.endBefore(position);
  if (end === undefined) return;
  throw invalidRequest([{ path, message: `${path} must be at most ${end}, where the log ends` }]);
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
