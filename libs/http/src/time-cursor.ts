import type { TimePlace } from '#libs/kernel';
import { assertInLog, type PositionSource } from './read-position.js';
import { invalidRequest } from './request-problem.js';

/** The direction in which a page goes from a place. */
export type Direction = 'older' | 'newer';

const SIGNS = { older: '<', newer: '>' } as const;

/** Returns the place and the direction as an opaque cursor; null without a place. */
export const timeCursorOf = (direction: Direction, place: TimePlace | null): string | null =>
  place === null
    ? null
    : Buffer.from(`${SIGNS[direction]}${place.ms.toString(36)}.${place.position.toString(36)}`).toString(
        'base64url',
      );

const CURSOR = /^([<>])([0-9a-z]{1,10})\.([0-9a-z]{1,11})$/;

interface PageStart {
  readonly direction: Direction;
  readonly place: TimePlace;
}

/**
 * Returns the place in the cursor; null without one.
 *
 * @throws RequestProblem for text that is no cursor, and for a position that the log has not reached.
 */
export const timePlaceInLog = async (
  source: Pick<PositionSource, 'endBefore'>,
  cursor: string | undefined,
): Promise<PageStart | null> => {
  const start = timePlaceOf(cursor);
  // The edge of a filter's time is a place without an event.
  const isEvent = start !== null && start.place.position < Number.MAX_SAFE_INTEGER;
  if (isEvent) await assertInLog(source, BigInt(start.place.position), 'cursor');
  return start;
};

const timePlaceOf = (cursor: string | undefined): PageStart | null => {
  if (cursor === undefined) return null;
  const [, sign, ms, position] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (sign === undefined || ms === undefined || position === undefined)
    throw invalidRequest([{ path: 'cursor', message: 'cursor must be the one of an earlier answer' }]);
  const place = { ms: parseInt(ms, 36), position: parseInt(position, 36) };
  return { direction: sign === SIGNS.older ? 'older' : 'newer', place };
};
