import type { NewEvent } from './event-store.js';
import { limits } from './limits.js';
import { isStreamName } from './stream-name.js';

/** What the stores compare ids by, and what EventStoreDB takes for one. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Why no store takes this append, if so. `bytes` counts data and metadata of all events. */
export const appendProblem = (
  stream: string,
  events: readonly Pick<NewEvent, 'id' | 'type'>[],
  bytes: number,
): string | undefined => {
  if (!isStreamName(stream))
    return `A stream name is well-formed text of 1 to ${limits.maxStreamNameLength} characters, and not a system's.`;
  if (events.length === 0 || events.length > limits.maxEventsPerAppend)
    return `An append has 1 to ${limits.maxEventsPerAppend} events.`;
  if (!events.every(({ id }) => UUID.test(id))) return 'The id of an event is a UUID in lower case.';
  if (events.some(({ type }) => type.startsWith('$'))) return 'The type of an event does not begin with $.';
  if (bytes > limits.maxAppendBytes) return `An append has at most ${limits.maxAppendBytes} bytes.`;
  return undefined;
};
