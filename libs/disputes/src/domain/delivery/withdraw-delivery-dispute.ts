import { accept, reject, type Rejected } from '#libs/kernel';
import type { DisputeDecision, DisputeRefusal } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { DeliveryDisputeWithdrawn } from './delivery-event.js';
import { type NotTheOpener, refusedMove, type Step, stepData } from './delivery-step.js';

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
  if (dispute.openedBy !== data.by) return refusedActor({ openedBy: dispute.openedBy, by: data.by });
  return accept({ type: 'DeliveryDisputeWithdrawn', data: stepData(data, dispute.stage) });
};

const refusedActor = ({ openedBy, by }: NotTheOpener): Rejected<DisputeRefusal> =>
  reject('not-the-opener', `Only ${openedBy}, who opened the dispute, may withdraw it: not ${by}.`, {
    openedBy,
    by,
  });
