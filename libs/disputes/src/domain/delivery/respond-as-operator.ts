import { accept } from '#libs/kernel';
import type { Period } from './delivery-event.js';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { mayMove, type Step, stepData } from './delivery-step.js';

export interface RespondAsOperator {
  readonly type: 'RespondAsOperator';
  readonly data: Step & {
    readonly stance: string;
    readonly remedyAmount: string | null;
    readonly makegoodWindow: Period | null;
  };
}

/** The operator answers the claim, or counters what the advertiser answered. */
export const respondAsOperator = ({ data }: RespondAsOperator, state: Dispute): DisputeDecision => {
  const move = mayMove(state, 'operator-responded');
  if (move.outcome === 'rejected') return move;
  return accept<DisputeEvent>({
    type: 'OperatorResponded',
    data: {
      ...stepData(data, move.from),
      stance: data.stance,
      remedyAmount: data.remedyAmount,
      makegoodWindow: data.makegoodWindow,
    },
  });
};
