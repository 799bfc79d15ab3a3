import { canonicalJson, type JsonObject } from '#libs/kernel';

interface Seated {
  readonly seat: number | null;
  readonly name: string;
  readonly pan: string | null;
  readonly appointedOn: string | null;
  readonly onBehalfOf: string | null;
}

/**
 * Returns the entries by seat, each seat's first appointment before the reappointments, then by day. The
 * order in which a message lists them means nothing, so that nothing that is recorded depends on it
 * (docs/vendors/smart-odr.md, "Order of arbitrators").
 */
export const inSeatOrder = <Entry extends Seated>(entries: readonly Entry[]): readonly Entry[] =>
  entries
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)))
    .map(({ entry }) => entry);

/** Returns text that sorts as the entries do. Text between the fields sorts before all that a field holds. */
const keyOf = (entry: Seated): string => {
  const { seat, onBehalfOf, appointedOn, pan } = entry;
  const paddedSeat = String(seat ?? 0).padStart(16, '0');
  const whole = canonicalJson(entry as unknown as JsonObject);
  return [paddedSeat, onBehalfOf === null ? 0 : 1, appointedOn ?? '', pan ?? '', whole].join('\u0000');
};
