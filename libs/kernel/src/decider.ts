import type { Decision } from './decision.js';

/**
 * An aggregate as three plain values: its initial state, what a command leads to, and what an event changes.
 * `decide` is pure. `evolve` never rejects, throws or reads the clock, and returns the next state, which may
 * be the given one changed in place; it never changes `initial`.
 */
export interface Decider<Command, State, Event, Code extends string> {
  readonly initial: State;
  decide(command: Command, state: State): Decision<Event, Code>;
  evolve(state: State, event: Event): State;
}
