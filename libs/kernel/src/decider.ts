import type { Decision } from './decision.js';

/**
 * One aggregate as three plain values: where it starts, what a command leads to, what an event changes.
 * `decide` judges and never changes anything; `evolve` changes and never judges, throws or asks the time.
 */
export interface Decider<Command, State, Event, Code extends string> {
  readonly initial: State;
  decide(command: Command, state: State): Decision<Event, Code>;
  evolve(state: State, event: Event): State;
}
