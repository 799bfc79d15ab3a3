import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { mayMove, type Step, stepData } from './delivery-step.js';

export interface GatherEvidence {
  readonly type: 'GatherEvidence';
  readonly data: Step;
}

/** What there is to know is on the table; the evidence of the opening stays as it was. */
export const gatherEvidence = ({ data }: GatherEvidence, state: Dispute): DisputeDecision => {
  const move = mayMove(state, 'evidence-gathered');
  if (move.outcome === 'rejected') return move;
  return accept<DisputeEvent>({ type: 'EvidenceGathered', data: { ...stepData(data, move.from) } });
};
