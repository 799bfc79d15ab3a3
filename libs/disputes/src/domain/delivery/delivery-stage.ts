import type { DeliveryDisputeEvent, DeliveryStage } from './delivery-event.js';

/**
 * Every legal move (docs/vendors/enfinitos.md, "Moves"), for the decider and the generated documentation.
 * From `advertiser-responded` the operator may counter; from `escalated` they may answer, whatever came
 * before.
 */
export const deliveryMoves: Readonly<Record<DeliveryStage, readonly DeliveryStage[]>> = {
  opened: ['investigating', 'escalated', 'withdrawn'],
  investigating: ['evidence-gathered', 'escalated', 'withdrawn'],
  'evidence-gathered': ['operator-responded', 'escalated', 'withdrawn'],
  'operator-responded': ['advertiser-responded', 'escalated', 'withdrawn'],
  'advertiser-responded': ['operator-responded', 'resolved', 'escalated', 'withdrawn'],
  escalated: ['operator-responded', 'resolved', 'withdrawn'],
  resolved: [],
  withdrawn: [],
};

/** The stage after each event. */
export const stageAfter = {
  DeliveryDisputeOpened: 'opened',
  InvestigationStarted: 'investigating',
  EvidenceGathered: 'evidence-gathered',
  OperatorResponded: 'operator-responded',
  AdvertiserResponded: 'advertiser-responded',
  DeliveryDisputeEscalated: 'escalated',
  DeliveryDisputeResolved: 'resolved',
  DeliveryDisputeWithdrawn: 'withdrawn',
} as const satisfies Record<DeliveryDisputeEvent['type'], DeliveryStage>;
