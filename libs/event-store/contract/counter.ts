import { accept, eventCodec, reject, type Decider } from '#libs/kernel';
import type { CommandContext } from '../src/transactions/command-context.js';
import { newCommandId } from '../src/transactions/command-ids.js';
import type { EventStore } from '../src/event-store.js';
import type { Transacted } from '../src/transactions/transacted.js';
import { type StreamModel, Transactor } from '../src/transactions/transactor.js';
import { readWhole } from './sample-events.js';

/** The command of the smallest useful aggregate: a sum, which every command must leave between 0 and 100. */
export interface AddNumbers {
  readonly numbers: readonly number[];
}

export type NumberAdded = { readonly type: 'NumberAdded'; readonly data: { readonly number: number } };

const decider: Decider<AddNumbers, number, NumberAdded, 'out-of-range'> = {
  initial: 0,
  decide: ({ numbers }, sum) => {
    const total = numbers.reduce((before, number) => before + number, sum);
    if (total < 0 || total > 100) return reject('out-of-range', 'The sum stays between 0 and 100.');
    return accept(...numbers.map((number): NumberAdded => ({ type: 'NumberAdded', data: { number } })));
  },
  evolve: (sum, { data }) => sum + data.number,
};

export const counter: StreamModel<AddNumbers, number, NumberAdded, 'out-of-range'> = {
  noun: 'counter',
  decider,
  codec: eventCodec<NumberAdded>()(
    { NumberAdded: 'NumberAdded.v1' },
    { 'NumberAdded.v1': ({ number }) => ({ type: 'NumberAdded', data: { number: Number(number) } }) },
  ),
};

export const contextOf = (about: Partial<CommandContext> = {}): CommandContext => ({
  commandId: newCommandId(),
  correlationId: '0190f3c2-7d1e-7000-8000-000000000001',
  tenant: 'acme',
  actor: { name: 'Ada Lovelace' },
  credentialId: 'credential-1',
  holder: 'Gotham ODR',
  authProfile: 'strict',
  now: '2026-03-01T12:00:00.000Z',
  ...about,
});

export type Counters = Transactor<AddNumbers, number, NumberAdded, 'out-of-range'>;

export const countersOver = (store: EventStore): Counters => new Transactor(store, counter);

export const add = (
  counters: Counters,
  numbers: readonly number[],
  { stream = 'counter-1', ...about }: Partial<CommandContext> & { stream?: string } = {},
): Promise<Transacted<'out-of-range'>> =>
  counters.transact({ stream, command: { numbers }, context: contextOf(about) });

export const countedIn = async (store: EventStore, stream = 'counter-1'): Promise<unknown[]> =>
  (await readWhole(store, stream)).map(({ data }) => data['number']);
