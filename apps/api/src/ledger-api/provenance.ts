import { type EventReference, type RecordedEvent, referenceTo } from '#libs/event-store';
import { changedPointers, type JsonLeaves, type JsonObject, leavesOf } from '#libs/kernel';

/** A document, its values by JSON Pointer (RFC 6901), and the event that last changed each of them. */
export interface Provenance {
  readonly document: JsonObject;
  readonly leaves: JsonLeaves;
  /** Includes values that are gone. */
  readonly changedBy: ReadonlyMap<string, EventReference>;
}

export interface DocumentStep {
  readonly event: RecordedEvent;
  readonly document: JsonObject;
}

export const nothingYet: Provenance = { document: {}, leaves: new Map(), changedBy: new Map() };

/** Returns the provenance after an event, which is noted for every value that it changed. */
export const traced = (before: Provenance, { event, document }: DocumentStep): Provenance => {
  const leaves = leavesOf(document);
  const changed = changedPointers(before.leaves, leaves);
  if (changed.length === 0) return { ...before, document };
  const reference = referenceTo(event);
  const changedBy = new Map(before.changedBy);
  for (const pointer of changed) changedBy.set(pointer, reference);
  return { document, leaves, changedBy };
};
