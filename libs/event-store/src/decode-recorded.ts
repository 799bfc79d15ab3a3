import type { DomainEvent, EventCodec } from '#libs/kernel';
import type { RecordedEvent } from './event-store.js';

/** An event in the log that this version cannot decode. Readers stop at it; the message names its place. */
export class UndecodableEventError extends Error {
  constructor({ type, stream, revision, position }: RecordedEvent, cause: unknown) {
    super(`Cannot decode ${type} at ${stream} revision ${revision}, position ${position}`, { cause });
  }
}

/**
 * Returns the event in today's shape.
 *
 * @throws UndecodableEventError naming the event and its place.
 */
export const decodeRecorded = <Event extends DomainEvent>(
  codec: EventCodec<Event>,
  recorded: RecordedEvent,
): Event => {
  try {
    return codec.decode(recorded);
  } catch (error) {
    throw new UndecodableEventError(recorded, error);
  }
};
