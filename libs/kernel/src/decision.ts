import type { JsonObject } from './json.js';

/** The result of deciding a command: the events to append, none if it changes nothing, or a refusal. */
export type Decision<Event, Code extends string> = Accepted<Event> | Rejected<Code>;

export interface Accepted<Event> {
  readonly outcome: 'accepted';
  readonly events: readonly Event[];
}

/** A refusal: `code` is stable and for machines, `message` is a sentence for people. */
export interface Rejected<Code extends string> {
  readonly outcome: 'rejected';
  readonly code: Code;
  readonly message: string;
  /** Facts that a partner's error body states in its own words, such as the moves that would be allowed. */
  readonly details?: JsonObject;
}

export const accept = <Event>(...events: readonly Event[]): Accepted<Event> => ({
  outcome: 'accepted',
  events,
});

export const reject = <Code extends string>(
  code: Code,
  message: string,
  details?: JsonObject,
): Rejected<Code> => ({ outcome: 'rejected', code, message, ...(details !== undefined && { details }) });
