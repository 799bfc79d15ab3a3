import { type EventStore, type NewEvent, type RecordedEvent, StoreUnavailableError } from '#libs/event-store';
import { eventChain } from '../adapters/event-chain.js';
import { type LostRestore, RESTORE_STREAM } from '../domain/log-restored.js';
import { isRestore, type Restore, restoreOf } from '../domain/restore.js';
import { limits } from '../limits.js';

/** A restore, and its event in the log. */
export interface RecordedRestore {
  readonly event: RecordedEvent;
  readonly restore: Restore;
}

/** The stream of the restores of this log, and of those that were refused. All its events are chained. */
export class RestoreStream {
  constructor(private readonly store: EventStore) {}

  /** Yields all events of the stream. */
  events(): AsyncIterable<RecordedEvent> {
    return this.store.readStream(RESTORE_STREAM, { direction: 'forwards' });
  }

  /**
   * Returns every restore of this log, the oldest first.
   *
   * @throws Error when one cannot be read.
   */
  async all(): Promise<RecordedRestore[]> {
    const restores: RecordedRestore[] = [];
    for await (const event of this.events()) if (isRestore(event)) restores.push(recorded(event));
    return restores;
  }

  async newest(): Promise<RecordedRestore | undefined> {
    for await (const event of this.store.readStream(RESTORE_STREAM, { direction: 'backwards' }))
      if (isRestore(event)) return recorded(event);
    return undefined;
  }

  /**
   * Appends an event, linked to the one before it, unless the stream has one of that id. Resolves with the
   * event as the log has it.
   *
   * @throws StoreUnavailableError when it is not known whether the event was written; calling again is safe.
   */
  async append(event: NewEvent): Promise<RecordedEvent> {
    for (let attempt = 0; attempt < limits.maxCheckpointAttempts; attempt += 1) {
      let last: RecordedEvent | undefined;
      let [hash, unlinked]: (string | undefined)[] = [];
      for await (const known of this.events()) {
        if (known.id === event.id) return known;
        hash = eventChain.hashOf(known, unlinked);
        if (!eventChain.isLinked(known)) unlinked = hash;
        last = known;
      }
      const revision = (last?.revision ?? -1n) + 1n;
      const {
        stream: _,
        revision: __,
        ...linked
      } = eventChain.link({ ...event, stream: RESTORE_STREAM, revision }, hash);
      await this.store.append(RESTORE_STREAM, [linked], last?.revision ?? 'no-stream');
    }
    throw new StoreUnavailableError('The event could not be appended to the restores of the log.');
  }
}

/**
 * Returns the restores that a log had and the one that took its place has not, as that says when it begins a
 * new origin.
 */
export const restoresLostBetween = async (
  former: EventStore,
  present: EventStore,
): Promise<LostRestore[]> => {
  const [had, has] = await Promise.all([former, present].map((store) => new RestoreStream(store).all()));
  const left = new Set(has?.map(({ event }) => event.id));
  return (had ?? [])
    .filter(({ event }) => !left.has(event.id))
    .map(({ restore: { eventId, recordedAt, origin, by, reason } }) => ({
      eventId,
      recordedAt,
      origin,
      by,
      reason,
    }));
};

const recorded = (event: RecordedEvent): RecordedRestore => {
  const restore = restoreOf(event);
  if (restore === undefined)
    throw new Error(`The restore at revision ${event.revision} of ${RESTORE_STREAM} cannot be read.`);
  return { event, restore };
};
