import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { DeliveryDisputeEscalated } from './delivery-event.js';
import { refusedMove, type Step, stepData } from './delivery-step.js';

export interface EscalateDeliveryDispute {
  readonly type: 'EscalateDeliveryDispute';
  readonly data: Step;
}

/** Escalates any dispute that is not over. */
export const escalateDeliveryDispute = (
  { data }: EscalateDeliveryDispute,
  dispute: DeliveryDispute,
): DisputeDecision<DeliveryDisputeEscalated> =>
  refusedMove(dispute, 'escalated') ??
  accept({ type: 'DeliveryDisputeEscalated', data: stepData(data, dispute.stage) });
