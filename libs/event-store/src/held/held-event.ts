import type { RecordedEvent } from '../event-store.js';
import type { HeldStream } from './held-stream.js';

/** Returns what is held back by an event that cannot be read. */
export const heldBy = (event: RecordedEvent, reason: string): HeldStream => {
  const recordedAt: unknown = event.metadata.recordedAt;
  return {
    stream: event.stream,
    kind: isCutNotice(event) ? 'cut' : 'unreadable',
    revision: isCutNotice(event) ? null : String(event.revision),
    position: String(event.position),
    type: event.type,
    eventId: event.id,
    reason,
    since: typeof recordedAt === 'string' ? recordedAt : null,
  };
};

/**
 * Returns whether the record is the store's own about a stream that was cut or deleted, and no event of it.
 */
export const isCutNotice = ({ type }: Pick<RecordedEvent, 'type'>): boolean =>
  type === '$metadata' || type === '$streamDeleted';

/**
 * Returns whether the record was written by the store, or by a tool in its name. It is no leaf of the proof
 * log, and versions of before have never read it.
 */
export const isStoresOwn = ({ type }: Pick<RecordedEvent, 'type'>): boolean => type.startsWith('$');
