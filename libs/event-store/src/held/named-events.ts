import type { EventStore, RecordedEvent } from '../event-store.js';
import { StreamHeldError } from './held-stream.js';
import { settled } from './passing-over.js';

/**
 * Returns the event with a word on it if `check` cannot read it: why, or the decision to pass it over. Any other
 * stays as it is.
 */
export const namedEvent = async (
  store: Pick<EventStore, 'readStream'>,
  event: RecordedEvent,
  check: (event: RecordedEvent) => unknown,
): Promise<RecordedEvent> => {
  try {
    return await settled(store, event, check);
  } catch (error) {
    if (!(error instanceof StreamHeldError)) throw error;
    return { ...event, illegible: error.held.reason };
  }
};
