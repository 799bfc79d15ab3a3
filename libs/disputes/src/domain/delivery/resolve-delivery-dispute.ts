import { accept } from '#libs/kernel';
import type { DeliveryOutcome } from './delivery-event.js';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { mayMove, type Step, stepData } from './delivery-step.js';

export interface ResolveDispute {
  readonly type: 'ResolveDispute';
  readonly data: Step & { readonly outcome: DeliveryOutcome };
}

/** The end of a dispute, with what it came to. */
export const resolveDispute = ({ data }: ResolveDispute, state: Dispute): DisputeDecision => {
  const move = mayMove(state, 'resolved');
  if (move.outcome === 'rejected') return move;
  return accept<DisputeEvent>({
    type: 'DeliveryDisputeResolved',
    data: { ...stepData(data, move.from), outcome: data.outcome },
  });
};
