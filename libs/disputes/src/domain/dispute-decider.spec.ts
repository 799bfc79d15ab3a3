import { describe, expect, it } from '@jest/globals';
import {
  deliveryDisputeOpened,
  escalate,
  gatherEvidence,
  openDeliveryDispute,
  resolve,
  respondAsAdvertiser,
  respondAsOperator,
  startInvestigation,
  withdraw,
} from '../../../../test/support/delivery-disputes.js';
import {
  disputeReferenced,
  recordArbitrationReport,
  recordUpdate,
} from '../../../../test/support/disputes.js';
import { given } from '../../../../test/support/given-when-then.js';
import {
  assignReason,
  assignResolution,
  cancelInvoiceDispute,
  closeInvoiceDispute,
  damaged,
  invoiceDisputeOpened,
  lapseReservation,
  openInvoiceDispute,
  reservationLapsed,
  valid,
} from '../../../../test/support/invoice-disputes.js';
import type { DisputeCommand } from './dispute-command.js';
import { disputeDecider } from './dispute-decider.js';
import type { DisputeEvent } from './dispute-event.js';
import type { DisputeKind } from './dispute-kind.js';

const firstEventOf: Readonly<Record<DisputeKind, DisputeEvent>> = {
  odr: disputeReferenced(),
  delivery: deliveryDisputeOpened(),
  invoice: invoiceDisputeOpened(),
};

const commandsOf: Readonly<Record<DisputeKind, readonly DisputeCommand[]>> = {
  odr: [recordUpdate(), recordArbitrationReport()],
  delivery: [
    openDeliveryDispute(),
    startInvestigation(),
    gatherEvidence(),
    respondAsOperator(),
    respondAsAdvertiser(),
    escalate(),
    withdraw(),
    resolve(),
  ],
  invoice: [
    openInvoiceDispute(),
    assignReason(damaged),
    assignResolution(valid),
    closeInvoiceDispute(valid),
    cancelInvoiceDispute(),
    lapseReservation('reservation-1'),
  ],
};

const notFound = ['dispute-not-found', 'There is no such dispute.'] as const;
const exists = ['dispute-exists', 'There is a dispute with this id already.'] as const;
const notAssigned = [
  'dispute-of-another-institution',
  'Dispute is not assigned to this ODR Institution',
] as const;

const answerTo = ({ type }: DisputeCommand): readonly [code: string, message: string] => {
  if (type.startsWith('Record')) return notAssigned;
  return type.startsWith('Open') ? exists : notFound;
};

const kinds = Object.keys(commandsOf) as DisputeKind[];

const strays = kinds.flatMap((kind) =>
  kinds
    .filter((other) => other !== kind)
    .flatMap((other) => commandsOf[kind].map((command) => ({ type: command.type, other, command }))),
);

const decisionOn = (history: readonly DisputeEvent[], command: DisputeCommand) =>
  disputeDecider.decide(command, history.reduce(disputeDecider.evolve, disputeDecider.initial));

describe('a command to a dispute of another kind', () => {
  it.each(strays)('$type does not learn of a dispute of the kind $other', ({ other, command }) => {
    const [code, message] = answerTo(command);

    expect(decisionOn([firstEventOf[other]], command)).toStrictEqual({ outcome: 'rejected', code, message });
  });
});

describe('a command to a dispute that is not there', () => {
  // A reservation may lapse before the dispute is opened that it was made for.
  const acts = [...commandsOf.delivery, ...commandsOf.invoice].filter(
    (command) => answerTo(command) === notFound && command.type !== 'LapseReservation',
  );

  it.each(acts)('$type finds none', (command) => {
    const [code, message] = notFound;

    expect(decisionOn([], command)).toStrictEqual({ outcome: 'rejected', code, message });
  });

  it('begins a dispute of its own kind, also where a reservation lapsed that another kind would have used', () => {
    given(disputeDecider, reservationLapsed('reservation-1'))
      .when(openDeliveryDispute())
      .then(deliveryDisputeOpened());
  });
});

describe('an event of another kind', () => {
  const state = (...events: readonly DisputeEvent[]) =>
    events.reduce(disputeDecider.evolve, disputeDecider.initial);

  it.each(kinds)('that strays into the stream of a dispute of the kind %s leaves it as it was', (kind) => {
    const strayed: DisputeEvent[] = [
      { type: 'AwardSent', data: { sentOn: '2025-01-23' } },
      { type: 'InvestigationStarted', data: { from: 'opened', by: 'a', notes: null, received: '{}' } },
      { type: 'InvoiceDisputeCancelled', data: { by: 'a', received: '{}', notes: null } },
    ];
    const own = { odr: 0, delivery: 1, invoice: 2 }[kind];

    expect(state(firstEventOf[kind], ...strayed.filter((_, index) => index !== own))).toStrictEqual(
      state(firstEventOf[kind]),
    );
  });
});
