import { describe, expect, it } from '@jest/globals';
import {
  advertiserResponded,
  deliveryDisputeOpened,
  disputeEscalated,
  disputeResolved,
  disputeWithdrawn,
  evidenceGathered,
  investigationStarted,
  operatorResponded,
  recordedAt,
  recordedLife,
} from '../../../../../test/support/delivery-disputes.js';
import type { DeliveryDisputeEvent } from '../../domain/delivery/delivery-event.js';
import { timelineEntry } from '../dispute-timeline.js';

const entryOf = (event: DeliveryDisputeEvent) => recordedLife([event]).map(timelineEntry)[0];

const withoutRemedy: DeliveryDisputeEvent = {
  type: 'OperatorResponded',
  data: {
    from: 'escalated',
    by: 'operator-desk',
    notes: null,
    received: '{}',
    stance: 'DISPUTED',
    remedyAmount: null,
    makegoodWindow: null,
  },
};

const adjustments = { operator: '-60025', advertiser: '60025' };

const sentences: readonly (readonly [DeliveryDisputeEvent, summary: string])[] = [
  [
    deliveryDisputeOpened(),
    'advertiser-desk (advertiser) opened a dispute over a shortfall of 1200.50 impressions from ' +
      '2023-11-07T05:31:56Z to 2023-11-08T05:31:56Z.',
  ],
  [investigationStarted(), 'advertiser-desk started the investigation.'],
  [evidenceGathered(), 'advertiser-desk declared the evidence gathered.'],
  [
    operatorResponded(),
    'advertiser-desk answered for the operator: PARTIALLY_ACCEPTED, with a remedy of 600.25.',
  ],
  [withoutRemedy, 'operator-desk answered for the operator: DISPUTED.'],
  [advertiserResponded(), 'advertiser-desk answered for the advertiser: ACCEPTED.'],
  [disputeEscalated('investigating'), 'advertiser-desk escalated the dispute.'],
  [disputeWithdrawn('escalated'), 'advertiser-desk withdrew the dispute.'],
  [disputeResolved(), 'advertiser-desk resolved the dispute: credit note credit-note-1 was issued.'],
  [
    disputeResolved('escalated', {
      outcome: { kind: 'makegood-delivered', makegoodCampaignId: 'campaign-2' },
    }),
    'advertiser-desk resolved the dispute: campaign campaign-2 made it good.',
  ],
  [
    disputeResolved('escalated', { outcome: { kind: 'settlement-adjustment', adjustments } }),
    'advertiser-desk resolved the dispute: settlements were adjusted (operator -60025 cents, advertiser 60025 cents).',
  ],
  [
    disputeResolved('escalated', {
      outcome: { kind: 'settlement-adjustment', adjustments, originalApplicationId: 'application-1' },
    }),
    'advertiser-desk resolved the dispute: settlements were adjusted (operator -60025 cents, advertiser 60025 cents) for the application application-1.',
  ],
  [
    disputeResolved('escalated', { outcome: { kind: 'no-credit' } }),
    'advertiser-desk resolved the dispute: no credit was due.',
  ],
  [
    disputeResolved('escalated', { outcome: { kind: 'other' } }),
    'advertiser-desk resolved the dispute: in another way.',
  ],
];

describe('the timeline of a delivery dispute', () => {
  it.each(sentences)('says what happened: %#', (event, summary) => {
    expect(entryOf(event)).toMatchObject({ summary, warnings: [] });
  });

  it('warns of a role of the opener that is none', () => {
    expect(entryOf(deliveryDisputeOpened({ openedByRoleAsSent: 'agency' }))?.warnings).toMatchObject([
      { code: 'OPENER_ROLE_UNKNOWN' },
    ]);
  });

  it.each([
    [deliveryDisputeOpened(), null, 'opened'],
    [investigationStarted(), 'opened', 'investigating'],
    [evidenceGathered(), 'investigating', 'evidence-gathered'],
    [operatorResponded('escalated'), 'escalated', 'operator-responded'],
    [advertiserResponded(), 'operator-responded', 'advertiser-responded'],
    [disputeEscalated('investigating'), 'investigating', 'escalated'],
    [disputeWithdrawn('escalated'), 'escalated', 'withdrawn'],
    [disputeResolved(), 'advertiser-responded', 'resolved'],
  ] as const)('shows the change of the stage: %#', (event, from, to) => {
    expect(entryOf(event)?.changes).toStrictEqual([{ field: 'stage', from, to }]);
  });

  it('names the actor, their credential and the time of recording', () => {
    expect(entryOf(disputeEscalated('opened', { by: 'operator-desk' }))).toMatchObject({
      type: 'DeliveryDisputeEscalated',
      actor: { name: 'operator-desk' },
      credentialId: 'credential-1',
      authProfile: 'api-key',
      recordedAt: recordedAt(0),
      // The document claims no day beside the ledger's own.
      occurredAt: null,
    });
  });

  it('masks a personal tax number in what people wrote', () => {
    expect(entryOf(investigationStarted('opened', { by: 'ABCDE1234H' }))).toMatchObject({
      summary: expect.not.stringContaining('ABCDE1234H'),
      actor: { name: expect.not.stringContaining('ABCDE1234H') },
    });
  });
});
