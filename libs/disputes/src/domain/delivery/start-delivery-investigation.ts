import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { mayMove, type Step, stepData } from './delivery-step.js';

export interface StartInvestigation {
  readonly type: 'StartInvestigation';
  readonly data: Step;
}

/** Somebody looks into the claim. */
export const startInvestigation = ({ data }: StartInvestigation, state: Dispute): DisputeDecision => {
  const move = mayMove(state, 'investigating');
  if (move.outcome === 'rejected') return move;
  return accept<DisputeEvent>({ type: 'InvestigationStarted', data: { ...stepData(data, move.from) } });
};
