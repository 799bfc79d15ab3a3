import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { mayMove, type Step, stepData } from './delivery-step.js';

export interface RespondAsAdvertiser {
  readonly type: 'RespondAsAdvertiser';
  readonly data: Step & { readonly stance: string };
}

/** The advertiser answers what the operator offered. */
export const respondAsAdvertiser = ({ data }: RespondAsAdvertiser, state: Dispute): DisputeDecision => {
  const move = mayMove(state, 'advertiser-responded');
  if (move.outcome === 'rejected') return move;
  return accept<DisputeEvent>({
    type: 'AdvertiserResponded',
    data: { ...stepData(data, move.from), stance: data.stance },
  });
};
