import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conciliator, recordConciliationReport } from '../../../../../test/support/dispute-statuses.js';
import {
  aaronJohnson,
  audreyHenderson,
  disputeReferenced,
  karenGraham,
  recordArbitrationReport,
  smithDoe,
} from '../../../../../test/support/disputes.js';
import { disputeDecider } from '../dispute-decider.js';
import type { DisputeCommand } from '../dispute-command.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { ArbitratorAppointment } from './arbitration-report.js';

const decided = (command: DisputeCommand, history: readonly DisputeEvent[]): readonly DisputeEvent[] => {
  const state = history.reduce(disputeDecider.evolve, disputeDecider.initial);
  const decision = disputeDecider.decide(command, state);
  if (decision.outcome === 'rejected') throw new Error(decision.message);
  return decision.events;
};

const permutationsOf = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, index) =>
        permutationsOf(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
      );

const report = (appointments: readonly ArbitratorAppointment[]): DisputeCommand =>
  recordArbitrationReport({ appointments });

/** Everybody takes somebody's place, by name or by PAN, and some may take one of two. */
const tangled: readonly ArbitratorAppointment[] = [
  { ...smithDoe, onBehalfOf: 'Karen Graham', appointedOn: '2025-01-25', acceptedOn: null },
  { ...karenGraham, seat: 1, onBehalfOf: null },
  { ...audreyHenderson, seat: 2, onBehalfOf: 'Karen Graham' },
  { ...aaronJohnson, seat: 2, name: 'Karen Graham' },
];

describe('the order of a list of arbitrators', () => {
  it.each([
    ['the document', [smithDoe, karenGraham, aaronJohnson, audreyHenderson]],
    ['people who take places of each other', tangled],
  ])('means nothing: every order of %s is recorded as the same', (_, appointments) => {
    const orders = permutationsOf(appointments);
    const [first, ...others] = orders.map((order) => decided(report(order), [disputeReferenced()]));

    expect(orders).toHaveLength(24);
    for (const events of others) expect(events).toStrictEqual(first);
  });

  it('means nothing, whoever sits where', () => {
    const appointment = fc.record(
      {
        seat: fc.integer({ min: 1, max: 2 }),
        name: fc.constantFrom('Smith Doe', 'Karen Graham'),
        pan: fc.constantFrom('ABCDE1234H', 'ABCDE1234I'),
        appointedOn: fc.constantFrom('2025-01-15', '2025-01-21'),
        acceptedOn: fc.constantFrom(null, '2025-01-25'),
        rejectedOn: fc.constantFrom(null, '2025-01-26'),
        isApproved: fc.boolean(),
        onBehalfOf: fc.constantFrom(null, 'Smith Doe', 'ABCDE1234I', 'Nobody Known'),
      },
      { noNullPrototype: true },
    );
    const list = fc.array(appointment, { minLength: 2, maxLength: 4 });
    const orders = list.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );

    fc.assert(
      fc.property(list, orders, (before, [given, shuffled]) => {
        const history = [disputeReferenced()];
        const stream = [...history, ...decided(report(before), history)];

        expect(decided(report(shuffled), stream)).toStrictEqual(decided(report(given), stream));
      }),
    );
  });

  it('means nothing for conciliators, of whom less may be known', () => {
    const conciliators = [
      conciliator({ seat: null, pan: null, name: 'B' }),
      conciliator({ seat: null, pan: null, name: 'A' }),
      conciliator({ seat: 2, appointedOn: null }),
      conciliator({ seat: 2, onBehalfOf: 'A' }),
    ];
    const [first, ...others] = permutationsOf(conciliators).map((order) =>
      decided(recordConciliationReport({ conciliators: order }), []),
    );

    for (const events of others) expect(events).toStrictEqual(first);
  });
});
