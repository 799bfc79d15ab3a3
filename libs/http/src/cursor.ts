import { assertInLog, type PositionSource } from './read-position.js';
import { RequestProblem } from './request-problem.js';

/** Returns the place where a page ended as an opaque cursor; null for null. */
export const cursorOf = (place: number | bigint | null): string | null =>
  place === null ? null : Buffer.from(String(place)).toString('base64url');

/** Returns the place in the cursor; null without one. @throws RequestProblem for text that is no cursor. */
export const placeOf = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = 'cursor must be the `next` of an earlier answer';
  throw new RequestProblem('invalid-request', message, { fields: [{ path: 'cursor', message }] });
};

/**
 * Returns the position in the cursor; null without one.
 *
 * @throws RequestProblem for text that is no cursor, and for a position that the log has not reached.
 */
export const placeInLog = async (
  source: Pick<PositionSource, 'endBefore'>,
  cursor: string | undefined,
): Promise<number | null> => {
  const place = placeOf(cursor);
  if (place !== null) await assertInLog(source, BigInt(place), 'cursor');
  return place;
};
