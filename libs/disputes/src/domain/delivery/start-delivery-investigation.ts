import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { InvestigationStarted } from './delivery-event.js';
import { refusedMove, type Step, stepData } from './delivery-step.js';

export interface StartDeliveryInvestigation {
  readonly type: 'StartDeliveryInvestigation';
  readonly data: Step;
}

/** Records that somebody looks into the claim. */
export const startDeliveryInvestigation = (
  { data }: StartDeliveryInvestigation,
  dispute: DeliveryDispute,
): DisputeDecision<InvestigationStarted> =>
  refusedMove(dispute, 'investigating') ??
  accept({ type: 'InvestigationStarted', data: stepData(data, dispute.stage) });
