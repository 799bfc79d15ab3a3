/**
 * Finds the leaf of an event by its id, in a third of the memory of a map keyed by full ids. The key is the
 * first 13 digits; an id that begins like an earlier one is kept in full. An unknown id may begin like a
 * known one, so the caller compares the id of the event that it reads.
 */
export class EventIndex {
  private readonly byKey = new Map<number, number>();
  private readonly byId = new Map<string, number>();

  add(eventId: string, index: number): void {
    const key = keyOf(eventId);
    if (this.byKey.has(key)) this.byId.set(eventId, index);
    else this.byKey.set(key, index);
  }

  /** Returns undefined for an unknown id, or the leaf of another event if their ids begin alike. */
  find(eventId: string): number | undefined {
    return this.byId.get(eventId) ?? this.byKey.get(keyOf(eventId));
  }
}

/** Returns the first 13 hexadecimal digits of a UUID as a number: 52 bits, which a number holds exactly. */
const keyOf = (eventId: string): number =>
  Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13) + eventId.slice(14, 15), 16);
