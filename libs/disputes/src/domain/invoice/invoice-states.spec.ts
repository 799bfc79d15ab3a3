import { describe, expect, it } from '@jest/globals';
import { given } from '../../../../../test/support/given-when-then.js';
import {
  assignExternalReason,
  assignReason,
  assignResolution,
  cancelInvoiceDispute,
  closeInvoiceDispute,
  damaged,
  externalReasonAssigned,
  invalid,
  invoiceDisputeCancelled,
  invoiceDisputeClosed,
  invoiceDisputeOpened,
  lost,
  reasonAssigned,
  resolutionAssigned,
  valid,
} from '../../../../../test/support/invoice-disputes.js';
import { disputeDecider } from '../dispute-decider.js';
import type { DisputeEvent } from '../dispute-event.js';

const opened = invoiceDisputeOpened();

/** Every act in every state: `nothing` repeats what was done, `refused` is a conflict. */
describe('an act on an invoice dispute', () => {
  const states = {
    open: [opened, reasonAssigned(damaged), externalReasonAssigned(damaged), resolutionAssigned(valid)],
    closed: [opened, reasonAssigned(damaged), externalReasonAssigned(damaged), invoiceDisputeClosed()],
    cancelled: [opened, reasonAssigned(damaged), externalReasonAssigned(damaged), invoiceDisputeCancelled()],
  } as const;
  const acts = {
    'gives the same reason': assignReason(damaged),
    'gives another reason': assignReason(lost),
    'gives the same external reason': assignExternalReason(damaged),
    'gives another external reason': assignExternalReason(lost),
    'assigns the same resolution': assignResolution(valid),
    'assigns another resolution': assignResolution(invalid),
    'closes with the same resolution': closeInvoiceDispute(valid),
    'closes with another resolution': closeInvoiceDispute(invalid),
    cancels: cancelInvoiceDispute(),
  } as const;
  type Outcome = 'recorded' | 'nothing' | 'refused';
  const table: readonly [keyof typeof acts, open: Outcome, closed: Outcome, cancelled: Outcome][] = [
    ['gives the same reason', 'nothing', 'nothing', 'nothing'],
    ['gives another reason', 'recorded', 'recorded', 'recorded'],
    ['gives the same external reason', 'nothing', 'nothing', 'nothing'],
    ['gives another external reason', 'recorded', 'recorded', 'recorded'],
    ['assigns the same resolution', 'nothing', 'nothing', 'refused'],
    ['assigns another resolution', 'recorded', 'recorded', 'refused'],
    ['closes with the same resolution', 'recorded', 'nothing', 'refused'],
    ['closes with another resolution', 'recorded', 'refused', 'refused'],
    ['cancels', 'recorded', 'refused', 'nothing'],
  ];
  const cells = table.flatMap(([act, ...outcomes]) =>
    (['open', 'closed', 'cancelled'] as const).map(
      (state, index) => [act, state, outcomes[index] ?? 'refused'] as const,
    ),
  );
  const outcomeOf = (act: keyof typeof acts, state: keyof typeof states): Outcome => {
    const history: readonly DisputeEvent[] = states[state];
    const decision = disputeDecider.decide(
      acts[act],
      history.reduce(disputeDecider.evolve, disputeDecider.initial),
    );
    if (decision.outcome === 'rejected') {
      expect(decision.code).toBe('dispute-not-open');
      return 'refused';
    }
    return decision.events.length === 0 ? 'nothing' : 'recorded';
  };

  it.each(cells)('that %s of one that is %s: %s', (act, state, outcome) => {
    expect(outcomeOf(act, state)).toBe(outcome);
  });
});

describe('a repeat with notes', () => {
  const reasonNoted = {
    ...reasonAssigned(damaged),
    data: { ...reasonAssigned(damaged).data, notes: 'first' },
  };
  const externalNoted = {
    ...externalReasonAssigned(damaged),
    data: { ...externalReasonAssigned(damaged).data, notes: 'first' },
  };
  const resolutionNoted = {
    ...resolutionAssigned(valid),
    data: { ...resolutionAssigned(valid).data, notes: 'first' },
  };
  const repeats = [
    ['a reason', [reasonNoted], assignReason.bind(null, damaged)],
    ['an external reason', [externalNoted], assignExternalReason.bind(null, damaged)],
    ['a resolution', [resolutionNoted], assignResolution.bind(null, valid)],
    ['a closing', [invoiceDisputeClosed({ notes: 'first' })], closeInvoiceDispute.bind(null, valid)],
    ['a cancelling', [invoiceDisputeCancelled({ notes: 'first' })], cancelInvoiceDispute],
  ] as const;

  it.each(repeats)('of %s adds nothing if they are the recorded ones, or none', (_, history, repeat) => {
    given(disputeDecider, opened, ...history)
      .when(repeat('first'))
      .thenNothing();
    given(disputeDecider, opened, ...history)
      .when(repeat())
      .thenNothing();
  });

  it.each(repeats)('of %s is refused if they are others, which no event would have', (_, history, repeat) => {
    given(disputeDecider, opened, ...history)
      .when(repeat('second'))
      .thenRejects('notes-not-recorded');
    given(disputeDecider, opened, ...history)
      .when(repeat(''))
      .thenRejects('notes-not-recorded');
  });

  it('compares them with those of the link as it is now', () => {
    given(disputeDecider, opened, reasonNoted, reasonAssigned(lost, damaged))
      .when(assignReason(lost, 'first'))
      .thenRejects('notes-not-recorded');
  });

  it('records the notes of a first assignment', () => {
    given(disputeDecider, opened).when(assignReason(damaged, 'first')).then(reasonNoted);
    given(disputeDecider, opened).when(assignExternalReason(damaged, 'first')).then(externalNoted);
    given(disputeDecider, opened).when(assignResolution(valid, 'first')).then(resolutionNoted);
  });
});
