import { describe, expect, it } from '@jest/globals';
import {
  advertiserResponded,
  deliveryDisputeOpened,
  disputeEscalated,
  disputeResolved,
  disputeWithdrawn,
  escalate,
  evidenceGathered,
  gatherEvidence,
  investigationStarted,
  lifeUpTo,
  openDeliveryDispute,
  operatorResponded,
  resolve,
  respondAsAdvertiser,
  respondAsOperator,
  startInvestigation,
  withdraw,
} from '../../../../../test/support/delivery-disputes.js';
import { disputeReferenced } from '../../../../../test/support/disputes.js';
import { given } from '../../../../../test/support/given-when-then.js';
import type { DeliveryDisputeEvent, DeliveryStage } from './delivery-event.js';
import type { DisputeCommand } from '../dispute-command.js';
import { disputeDecider } from '../dispute-decider.js';
import type { DisputeEvent } from '../dispute-event.js';

interface Act {
  readonly command: DisputeCommand;
  readonly event: (from: DeliveryStage) => DeliveryDisputeEvent;
  readonly leadsTo: DeliveryStage;
}

const acts = {
  investigate: { command: startInvestigation(), event: investigationStarted, leadsTo: 'investigating' },
  gather: { command: gatherEvidence(), event: evidenceGathered, leadsTo: 'evidence-gathered' },
  answer: { command: respondAsOperator(), event: operatorResponded, leadsTo: 'operator-responded' },
  reply: { command: respondAsAdvertiser(), event: advertiserResponded, leadsTo: 'advertiser-responded' },
  escalate: { command: escalate(), event: disputeEscalated, leadsTo: 'escalated' },
  resolve: { command: resolve(), event: disputeResolved, leadsTo: 'resolved' },
  withdraw: { command: withdraw(), event: disputeWithdrawn, leadsTo: 'withdrawn' },
} as const satisfies Record<string, Act>;

type Name = keyof typeof acts;

/**
 * The moves of docs/vendors/enfinitos.md, "Moves", written out: taken from the table that the decider reads,
 * a mistake there would go unnoticed here. `ok` or the refusal, in the order of the acts above.
 */
const contract: readonly (readonly [DeliveryStage, ...('ok' | 'no')[]])[] = [
  //                      investigate gather answer reply escalate resolve withdraw
  ['opened', 'ok', 'no', 'no', 'no', 'ok', 'no', 'ok'],
  ['investigating', 'no', 'ok', 'no', 'no', 'ok', 'no', 'ok'],
  ['evidence-gathered', 'no', 'no', 'ok', 'no', 'ok', 'no', 'ok'],
  ['operator-responded', 'no', 'no', 'no', 'ok', 'ok', 'no', 'ok'],
  ['advertiser-responded', 'no', 'no', 'ok', 'no', 'ok', 'ok', 'ok'],
  ['escalated', 'no', 'no', 'ok', 'no', 'no', 'ok', 'ok'],
  ['resolved', 'no', 'no', 'no', 'no', 'no', 'no', 'no'],
  ['withdrawn', 'no', 'no', 'no', 'no', 'no', 'no', 'no'],
];

/** What a refusal says of the moves that are left, in the order in which it lists them. */
const movesLeft: Readonly<Record<DeliveryStage, readonly DeliveryStage[]>> = {
  opened: ['investigating', 'escalated', 'withdrawn'],
  investigating: ['evidence-gathered', 'escalated', 'withdrawn'],
  'evidence-gathered': ['operator-responded', 'escalated', 'withdrawn'],
  'operator-responded': ['advertiser-responded', 'escalated', 'withdrawn'],
  'advertiser-responded': ['operator-responded', 'resolved', 'escalated', 'withdrawn'],
  escalated: ['operator-responded', 'resolved', 'withdrawn'],
  resolved: [],
  withdrawn: [],
};

const names = Object.keys(acts) as Name[];

const cases = contract.flatMap(([stage, ...answers]) =>
  answers.map((answer, index) => ({ stage, answer, name: names[index] ?? 'withdraw' })),
);
const allowed = cases.filter(({ answer }) => answer === 'ok');
const refused = cases.filter(({ answer }) => answer === 'no');

const stateAfter = (events: readonly DisputeEvent[]) =>
  events.reduce(disputeDecider.evolve, disputeDecider.initial);

describe('the acts of a delivery dispute', () => {
  it('are all tried in every stage: 19 are allowed and 37 are not', () => {
    expect([contract.length, allowed.length, refused.length]).toStrictEqual([8, 19, 37]);
  });

  it.each(allowed)('$stage: $name adds its one event, and the dispute moves on', ({ stage, name }) => {
    const { command, event, leadsTo } = acts[name];
    const life = lifeUpTo[stage];

    given(disputeDecider, ...life)
      .when(command)
      .then(event(stage));
    expect(stateAfter(life)).toMatchObject({ kind: 'delivery', stage });
    expect(stateAfter([...life, event(stage)])).toMatchObject({ kind: 'delivery', stage: leadsTo });
  });

  it.each(refused)('$stage: $name is refused with what could be done instead', ({ stage, name }) => {
    const { command, leadsTo } = acts[name];
    const legal = movesLeft[stage];
    const choice = legal.length === 0 ? 'it is over' : `from there it may become ${legal.join(', ')}`;

    expect(disputeDecider.decide(command, stateAfter(lifeUpTo[stage]))).toStrictEqual({
      outcome: 'rejected',
      code: 'illegal-move',
      message: `The dispute is ${stage} and cannot become ${leadsTo}: ${choice}.`,
      details: { from: stage, to: leadsTo, legal },
    });
  });

  it.each(names)('nobody opened: %s finds no dispute', (name) => {
    given(disputeDecider).when(acts[name].command).thenRejects('dispute-not-found');
  });

  it.each(names)('a dispute before an institution: %s finds no dispute of its kind', (name) => {
    given(disputeDecider, disputeReferenced()).when(acts[name].command).thenRejects('dispute-not-found');
  });
});

describe('opening a delivery dispute', () => {
  it('is where it begins, with everything that was claimed', () => {
    given(disputeDecider).when(openDeliveryDispute()).then(deliveryDisputeOpened());
    expect(stateAfter([deliveryDisputeOpened()])).toStrictEqual({
      kind: 'delivery',
      stage: 'opened',
      openedBy: 'advertiser-desk',
    });
  });

  it.each(contract)('is refused where there is a dispute that is %s', (stage) => {
    given(disputeDecider, ...lifeUpTo[stage])
      .when(openDeliveryDispute())
      .thenRejects('dispute-exists');
  });

  it('is refused where an institution has a dispute with the same id', () => {
    given(disputeDecider, disputeReferenced()).when(openDeliveryDispute()).thenRejects('dispute-exists');
  });
});
