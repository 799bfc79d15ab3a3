import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { mayMove, type Step, stepData } from './delivery-step.js';

export interface WithdrawDispute {
  readonly type: 'WithdrawDispute';
  readonly data: Step;
}

/** Whoever opened a dispute may take it back, and nobody else. */
export const withdrawDispute = ({ data }: WithdrawDispute, state: Dispute): DisputeDecision => {
  const move = mayMove(state, 'withdrawn');
  if (move.outcome === 'rejected') return move;
  if (state.kind === 'delivery' && state.openedBy !== data.by)
    return reject('not-the-opener', 'Only the actor who opened the dispute may withdraw it.');
  return accept<DisputeEvent>({ type: 'DeliveryDisputeWithdrawn', data: stepData(data, move.from) });
};
