import { StreamHeldError } from './held-stream.js';
import type { EventStore, RecordedEvent } from '../event-store.js';
import { Acceptances } from './quarantine.js';

/**
 * Yields the events of a stream as far as `check` can read them. One that it cannot read is yielded with the
 * decision to pass it over.
 *
 * @throws StreamHeldError at the first event that cannot be read and is not passed over by decision.
 */
export async function* passingOver(
  store: Pick<EventStore, 'readStream'>,
  events: AsyncIterable<RecordedEvent>,
  check: (event: RecordedEvent) => unknown,
): AsyncGenerator<RecordedEvent> {
  for await (const event of events) yield await settled(store, event, check);
}

/** Returns the event, with the decision to pass it over if it cannot be read. Throws as `passingOver` does. */
export const settled = async (
  store: Pick<EventStore, 'readStream'>,
  event: RecordedEvent,
  check: (event: RecordedEvent) => unknown,
): Promise<RecordedEvent> => {
  try {
    check(event);
    return event;
  } catch (error) {
    if (!(error instanceof StreamHeldError)) throw error;
    // Such events are few, and a decision about one may have been made a moment ago by another process.
    const passedOver = (await Acceptances.read(store)).of(event);
    if (passedOver === undefined) throw error;
    return { ...event, passedOver };
  }
};
