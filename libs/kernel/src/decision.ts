import type { JsonObject } from './json.js';

/** What a command led to: the events it adds (none, when it repeats what is already so), or a named refusal. */
export type Decision<Event, Code extends string> = Accepted<Event> | Rejected<Code>;

export interface Accepted<Event> {
  readonly outcome: 'accepted';
  readonly events: readonly Event[];
}

/** `code` is stable and for machines, `message` is a sentence for people. */
export interface Rejected<Code extends string> {
  readonly outcome: 'rejected';
  readonly code: Code;
  readonly message: string;
  /** What a partner may say in his own words, as the moves that would be legal. */
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
