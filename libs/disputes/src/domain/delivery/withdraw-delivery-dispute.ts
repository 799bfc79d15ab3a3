import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { DeliveryDisputeWithdrawn } from './delivery-event.js';
import { refusedMove, type Step, stepData } from './delivery-step.js';

export interface WithdrawDeliveryDispute {
  readonly type: 'WithdrawDeliveryDispute';
  readonly data: Step;
}

/** Takes the dispute back, for the actor who opened it and nobody else. */
export const withdrawDeliveryDispute = (
  { data }: WithdrawDeliveryDispute,
  dispute: DeliveryDispute,
): DisputeDecision<DeliveryDisputeWithdrawn> => {
  const refused = refusedMove(dispute, 'withdrawn');
  if (refused !== null) return refused;
  if (dispute.openedBy !== data.by)
    return reject('not-the-opener', 'Only the actor who opened the dispute may withdraw it.');
  return accept({ type: 'DeliveryDisputeWithdrawn', data: stepData(data, dispute.stage) });
};
