import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { mayMove, type Step, stepData } from './delivery-step.js';

export interface EscalateDispute {
  readonly type: 'EscalateDispute';
  readonly data: Step;
}

/** Any dispute that is not over may be escalated. */
export const escalateDispute = ({ data }: EscalateDispute, state: Dispute): DisputeDecision => {
  const move = mayMove(state, 'escalated');
  if (move.outcome === 'rejected') return move;
  return accept<DisputeEvent>({ type: 'DeliveryDisputeEscalated', data: { ...stepData(data, move.from) } });
};
