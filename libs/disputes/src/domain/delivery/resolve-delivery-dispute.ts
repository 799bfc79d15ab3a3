import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { DeliveryDisputeResolved, DeliveryOutcome } from './delivery-event.js';
import { refusedMove, type Step, stepData } from './delivery-step.js';

export interface ResolveDeliveryDispute {
  readonly type: 'ResolveDeliveryDispute';
  readonly data: Step & { readonly outcome: DeliveryOutcome };
}

/** Ends the dispute with its outcome. */
export const resolveDeliveryDispute = (
  { data }: ResolveDeliveryDispute,
  dispute: DeliveryDispute,
): DisputeDecision<DeliveryDisputeResolved> =>
  refusedMove(dispute, 'resolved') ??
  accept({
    type: 'DeliveryDisputeResolved',
    data: { ...stepData(data, dispute.stage), outcome: data.outcome },
  });
