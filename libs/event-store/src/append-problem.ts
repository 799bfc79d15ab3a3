import type { NewEvent } from './event-store.js';
import { limits } from './limits.js';
import { isStreamName } from './stream-name.js';

/** One spelling per id: the embedded store compares ids as text, and EventStoreDB takes only UUIDs. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Returns why every store rejects this append, or undefined if it is valid. `bytes` is the size of the data
 * and metadata of all events as UTF-8 JSON.
 */
export const appendProblem = (
  stream: string,
  events: readonly Pick<NewEvent, 'id' | 'type'>[],
  bytes: number,
): string | undefined => {
  if (!isStreamName(stream))
    return `A stream name must be well-formed text of 1 to ${limits.maxStreamNameLength} characters that does not begin with $.`;
  if (events.length === 0 || events.length > limits.maxEventsPerAppend)
    return `An append must have 1 to ${limits.maxEventsPerAppend} events.`;
  if (!events.every(({ id }) => UUID.test(id))) return 'The id of an event must be a UUID in lower case.';
  if (events.some(({ type }) => type.startsWith('$'))) return 'The type of an event must not begin with $.';
  if (bytes > limits.maxAppendBytes) return `An append must not exceed ${limits.maxAppendBytes} bytes.`;
  return undefined;
};
