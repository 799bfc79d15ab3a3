import type { Principal } from '#libs/access';
import { assertInLog, placeOf, type PositionSource } from '#libs/http';
import type { DisputeKey } from './past-disputes.js';
import type { VisibleDisputes } from './visible-disputes.js';

/** The sign of a place in the log. Cursors of before had none, and named a revision. */
const POSITION = 'p';

/** Returns the position where a page of a timeline ended as an opaque cursor; null for null. */
export const timelineCursorOf = (position: number | null): string | null =>
  position === null ? null : Buffer.from(`${POSITION}${position}`).toString('base64url');

/** A cursor, and the dispute whose timeline it continues. */
interface AskedCursor {
  readonly caller: Principal;
  readonly key: DisputeKey;
  readonly cursor: string | undefined;
}

/**
 * Returns the position in the cursor; null without one.
 *
 * @throws RequestProblem 400 for text that is no cursor, and for a place that the log or the dispute has not
 * reached; 404 where a cursor of before names a revision of a dispute that does not exist.
 */
export const timelinePlaceOf = async (
  { caller, key, cursor }: AskedCursor,
  { positions, visible }: { readonly positions: PositionSource; readonly visible: VisibleDisputes },
): Promise<number | null> => {
  const text = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString();
  if (text.startsWith(POSITION)) {
    const position = placeOf(Buffer.from(text.slice(POSITION.length)).toString('base64url'));
    await assertInLog(positions, BigInt(position ?? 0), 'cursor');
    return position;
  }
  const revision = placeOf(cursor);
  if (revision === null) return null;
  await visible.assertHas(caller, key, revision);
  const last = await visible.lastEvent(caller, key, { kind: 'revision', revision: BigInt(revision) });
  return Number(last.position);
};
