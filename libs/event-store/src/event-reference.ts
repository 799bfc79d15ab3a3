import type { RecordedEvent } from './event-store.js';

/** Which event it was, for whoever looks it up. Revision and position are decimal text. */
export interface EventReference {
  readonly eventId: string;
  readonly revision: string;
  readonly position: string;
  /** The stored name. */
  readonly type: string;
  /** RFC 3339 in UTC, by the ledger's own clock. */
  readonly recordedAt: string;
}

/** Returns the reference to the event. Answers have its fields in this order. */
export const referenceTo = ({ id, revision, position, type, metadata }: RecordedEvent): EventReference => ({
  eventId: id,
  revision: String(revision),
  position: String(position),
  type,
  recordedAt: metadata.recordedAt,
});
