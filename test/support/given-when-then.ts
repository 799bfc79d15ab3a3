import { expect } from '@jest/globals';
import { accept, type Decider } from '#libs/kernel';

interface Outcome<Event, Code> {
  /** Accepted with exactly these events, in this order. */
  then(...events: readonly Event[]): void;
  thenRejects(code: Code): void;
  /** Accepted without an event, because it is already so. */
  thenNothing(): void;
}

/**
 * Tests one decision in the words of the business: given these events, when this command, then this result.
 */
export const given = <Command, State, Event, Code extends string>(
  decider: Decider<Command, State, Event, Code>,
  ...history: readonly NoInfer<Event>[]
) => ({
  when: (command: NoInfer<Command>): Outcome<Event, Code> => {
    const state = history.reduce((before, event) => decider.evolve(before, event), decider.initial);
    const decision = decider.decide(command, state);
    return {
      then: (...events) => {
        expect(decision).toStrictEqual(accept(...events));
      },
      thenRejects: (code) => {
        expect(decision).toMatchObject({ outcome: 'rejected', code });
      },
      thenNothing: () => {
        expect(decision).toStrictEqual(accept());
      },
    };
  },
});
