import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeState } from './answer-state.js';
import type { Exchange } from './exchange.js';
import { limits } from './limits.js';
import { invalidRequest, RequestProblem } from './request-problem.js';

/** How far the read models are, while they are built from the log. */
interface Rebuilding {
  readonly position: bigint;
  /** The position from which on lists are complete. */
  readonly of: bigint;
}

/** The port to the positions of the read models and of the log. The API implements it with its stores. */
export abstract class PositionSource {
  /** Returns the position that all read models have reached. */
  abstract position(): Promise<bigint>;
  /** Like `position`; 0 while the read models cannot be asked. */
  abstract positionIfKnown(): Promise<bigint>;
  /** Returns how far the read models are while lists cannot be complete, after a bounded wait; else undefined. */
  abstract rebuilding(): Promise<Rebuilding | undefined>;
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
 * @throws RequestProblem 503 with `Retry-After` when the read models do not reach the position in time. One that
 * is not a position of this log was refused before (`AskedPositionGuard`).
 */
const readPosition = async (
  source: PositionSource,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> => {
  const asked = minPositionOf(request);
  let position = await source.position();
  if (position < asked) {
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
 * @throws RequestProblem also 503 with `Retry-After` when the read models do not get so far in time, or are
 * being built.
 */
export const currentPosition = async (
  source: PositionSource,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string> => {
  assertComplete(await source.rebuilding());
  if (!(await source.showLog()))
    throw behind('The list does not show all that was acknowledged yet. Try again.');
  const position = await readPosition(source, request, reply);
  // The rows may have been dropped since.
  assertComplete(await source.rebuilding());
  return position;
};

/** What a list of the ledger's own speaks for. */
export interface ListState {
  readonly position: string;
  /** Present while the read models are being built: the list has only what they have by now. */
  readonly rebuilding?: Rebuilding;
}

/**
 * Like `readPosition`, for a list that says in its body how far the read models are while they are being built.
 */
export const listPosition = async (
  source: PositionSource,
  { request, reply }: Exchange,
): Promise<ListState> => {
  // Gives rows that are a few events behind at a start the time to get there.
  await source.rebuilding();
  const position = await readPosition(source, request, reply);
  const rebuilding = await source.rebuilding();
  return rebuilding === undefined ? { position } : { position, rebuilding };
};

/** Returns how far the read models are, as a list's body says it; nothing for a list that is complete. */
export const rebuildingNote = ({ rebuilding }: Pick<ListState, 'rebuilding'>): RebuildingNote => {
  if (rebuilding === undefined) return {};
  return { rebuilding: { position: String(rebuilding.position), of: String(rebuilding.of) } };
};

interface RebuildingNote {
  readonly rebuilding?: { readonly position: string; readonly of: string };
}

/**
 * Rejects a list that cannot say that it is not complete, while the read models are being built.
 *
 * @throws RequestProblem 503 with `Retry-After`.
 */
export const assertComplete = (rebuilding: Rebuilding | undefined): void => {
  if (rebuilding === undefined) return;
  const { position, of } = rebuilding;
  throw behind(
    `The lists are being built from the log, and are at position ${position} of ${of}. Try again.`,
  );
};

/**
 * Like `readPosition`, for an answer about one stream that is read from the log itself after this call, and so
 * needs no wait for the read models. Returns a function that takes the position of the last event that the
 * answer shows, and sends and returns the position that it speaks for. That is never less than the caller has
 * seen, nor than it asked for.
 */
export const streamPosition = async (
  source: PositionSource,
  { request, reply }: Exchange,
): Promise<(last: bigint) => string> => {
  const before = atLeastAsked(request, await source.positionIfKnown());
  describeState({ position: before }, { reply });
  return (last) => {
    const position = greaterOf(before, last);
    describeState({ position }, { reply });
    return String(position);
  };
};

/**
 * Returns the position that an answer from the log speaks for if its own is this one: the answer includes
 * whatever the log had when the caller's `Ledger-Min-Position` was found to be in it.
 */
export const atLeastAsked = (request: FastifyRequest, position: bigint): bigint =>
  greaterOf(minPositionOf(request), position);

const greaterOf = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/**
 * Rejects a read whose `Ledger-Min-Position` is not a position of this log, wherever the answer comes from. It
 * is a guard for the reason that `declaredRequest` is one.
 */
@Injectable()
export class AskedPositionGuard implements CanActivate {
  constructor(private readonly source: PositionSource) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const asked = minPositionOf(request);
    return asked === 0n || this.assertKnown(asked);
  }

  private async assertKnown(asked: bigint): Promise<true> {
    // The log is only asked about a position that the rows have not reached.
    if ((await this.source.positionIfKnown()) < asked) await assertInLog(this.source, asked, MIN_POSITION);
    return true;
  }
}

/** Returns the position in the header `Ledger-Min-Position` of a read; 0 without one. */
const minPositionOf = ({ method, headers }: FastifyRequest): bigint => {
  const asked = headers['ledger-min-position'];
  if (asked === undefined || (method !== 'GET' && method !== 'HEAD')) return 0n;
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
