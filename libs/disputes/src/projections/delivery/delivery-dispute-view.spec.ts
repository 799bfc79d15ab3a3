import { describe, expect, it } from '@jest/globals';
import {
  advertiserResponded,
  deliveryDisputeOpened,
  disputeEscalated,
  disputeResolved,
  evidenceGathered,
  investigationStarted,
  lifeUpTo,
  operatorResponded,
  recordedAt,
  recordedLife,
} from '../../../../../test/support/delivery-disputes.js';
import { disputeReferenced, updateRecorded } from '../../../../../test/support/disputes.js';
import type { DeliveryDisputeEvent } from '../../domain/delivery/delivery-event.js';
import type { DisputeEvent } from '../../domain/dispute-event.js';
import { type DeliveryDisputeView, isDeliveryView } from './delivery-dispute-view.js';
import { type DisputeView, projectDispute } from '../dispute-view.js';

const viewAfter = (...events: readonly DisputeEvent[]): DisputeView | null =>
  recordedLife(events).reduce<DisputeView | null>(projectDispute, null);

const deliveryAfter = (...events: readonly DisputeEvent[]): DeliveryDisputeView => {
  const view = viewAfter(...events);
  if (view === null || !isDeliveryView(view)) throw new Error('It is no delivery dispute.');
  return view;
};

/** The operator answers, the advertiser declines, the operator counters, and so on to the end. */
const wholeLife: readonly DeliveryDisputeEvent[] = [
  deliveryDisputeOpened(),
  investigationStarted('opened', { by: 'dev-1', notes: null }),
  evidenceGathered('investigating', { by: 'dev-1' }),
  operatorResponded('evidence-gathered', { by: 'operator-desk' }),
  advertiserResponded('operator-responded'),
  operatorResponded('advertiser-responded', { by: 'operator-lawyer' }),
  disputeEscalated('operator-responded'),
  disputeResolved('escalated', { by: 'arbiter', notes: null }),
];

describe('the view of a delivery dispute', () => {
  it('says everything of the opening, and not the body that was received', () => {
    const { disputeId, received: _, ...claim } = deliveryDisputeOpened().data;

    expect(viewAfter(deliveryDisputeOpened())).toStrictEqual({
      tenant: 'acme-media',
      disputeId,
      scheme: 'enfinitos',
      status: 'open',
      stage: 'opened',
      openedAt: recordedAt(0),
      openedPosition: '101',
      updatedAt: recordedAt(0),
      revision: '0',
      position: '101',
      warnings: [],
      ...claim,
      operatorResponse: null,
      advertiserResponse: null,
      resolution: null,
      steps: [{ at: recordedAt(0), actor: 'advertiser-desk', notes: null, from: null, to: 'opened' }],
    });
  });

  it('says what the opener noted, and warns of a role that is none, without repeating it', () => {
    const view = deliveryAfter(deliveryDisputeOpened({ notes: 'Dark.', openedByRoleAsSent: 'ABCDE1234H' }));

    expect(view.steps).toMatchObject([{ notes: 'Dark.', to: 'opened' }]);
    expect(view.warnings).toStrictEqual([
      { code: 'OPENER_ROLE_UNKNOWN', message: expect.not.stringContaining('ABCDE1234H') },
    ]);
    expect(view).not.toHaveProperty('openedByRoleAsSent');
  });

  it.each([
    ['opened', 'open'],
    ['investigating', 'in-progress'],
    ['evidence-gathered', 'in-progress'],
    ['operator-responded', 'awaiting-party'],
    ['advertiser-responded', 'in-progress'],
    ['escalated', 'escalated'],
    ['resolved', 'resolved'],
    ['withdrawn', 'withdrawn'],
  ] as const)('that is %s has the status %s, which all disputes share', (stage, status) => {
    expect(viewAfter(...lifeUpTo[stage])).toMatchObject({ stage, status });
  });

  it('lists every step with where it led from and to, in order', () => {
    expect(deliveryAfter(...wholeLife).steps.map(({ actor, from, to }) => [actor, from, to])).toStrictEqual([
      ['advertiser-desk', null, 'opened'],
      ['dev-1', 'opened', 'investigating'],
      ['dev-1', 'investigating', 'evidence-gathered'],
      ['operator-desk', 'evidence-gathered', 'operator-responded'],
      ['advertiser-desk', 'operator-responded', 'advertiser-responded'],
      ['operator-lawyer', 'advertiser-responded', 'operator-responded'],
      ['advertiser-desk', 'operator-responded', 'escalated'],
      ['arbiter', 'escalated', 'resolved'],
    ]);
  });

  it('only ever adds to its steps', () => {
    const views = wholeLife.map((_, last) => deliveryAfter(...wholeLife.slice(0, last + 1)));

    for (const [index, { steps }] of views.entries())
      expect(steps).toStrictEqual(views.at(-1)?.steps.slice(0, index + 1));
  });

  it('keeps the evidence and its digest as they were when it was opened, through the whole life', () => {
    const { evidence, evidenceDigest } = deliveryDisputeOpened().data;

    for (const [last] of wholeLife.entries())
      expect(deliveryAfter(...wholeLife.slice(0, last + 1))).toMatchObject({ evidence, evidenceDigest });
  });

  it('shows the latest response of each side, whole', () => {
    const { operatorResponse, advertiserResponse } = deliveryAfter(...wholeLife);

    expect({ operatorResponse, advertiserResponse }).toStrictEqual({
      operatorResponse: {
        at: recordedAt(5),
        by: 'operator-lawyer',
        notes: 'Two screens were dark.',
        stance: 'PARTIALLY_ACCEPTED',
        remedyAmount: '600.25',
        makegoodWindow: { start: '2023-12-01T00:00:00Z', end: '2023-12-08T00:00:00Z' },
      },
      advertiserResponse: {
        at: recordedAt(4),
        by: 'advertiser-desk',
        notes: 'Two screens were dark.',
        stance: 'ACCEPTED',
      },
    });
  });

  it('says of each step when it was recorded and what was noted', () => {
    const { steps } = deliveryAfter(...wholeLife.slice(0, 3));

    expect(steps.map(({ at, notes }) => [at, notes])).toStrictEqual([
      [recordedAt(0), null],
      [recordedAt(1), null],
      [recordedAt(2), 'Two screens were dark.'],
    ]);
  });

  it('shows what it came to', () => {
    expect(deliveryAfter(...wholeLife).resolution).toStrictEqual({
      resolvedAt: recordedAt(7),
      resolvedBy: 'arbiter',
      notes: null,
      outcome: { kind: 'credit-issued', creditNoteId: 'credit-note-1' },
    });
  });

  it('moves on with every event and keeps when it was opened', () => {
    expect(viewAfter(...wholeLife)).toMatchObject({
      openedAt: recordedAt(0),
      openedPosition: '101',
      updatedAt: recordedAt(7),
      revision: '7',
      position: '108',
    });
  });

  it('is nothing before the opening', () => {
    expect(viewAfter(investigationStarted())).toBeNull();
  });

  it('is not touched by messages of an institution', () => {
    expect(viewAfter(deliveryDisputeOpened(), updateRecorded())).toStrictEqual(
      viewAfter(deliveryDisputeOpened()),
    );
  });

  it('does not take over a dispute before an institution', () => {
    expect(viewAfter(disputeReferenced(), investigationStarted())).toMatchObject({ scheme: 'smart-odr' });
  });
});
