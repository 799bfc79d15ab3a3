import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { OperatorResponded, Period } from './delivery-event.js';
import { refusedMove, type Step, stepData } from './delivery-step.js';

export interface RespondAsOperator {
  readonly type: 'RespondAsOperator';
  readonly data: Step & {
    readonly stance: string;
    readonly remedyAmount: string | null;
    readonly makegoodWindow: Period | null;
  };
}

/** Records the operator's answer to the claim, or to the advertiser's last answer. */
export const respondAsOperator = (
  { data }: RespondAsOperator,
  dispute: DeliveryDispute,
): DisputeDecision<OperatorResponded> =>
  refusedMove(dispute, 'operator-responded') ??
  accept({
    type: 'OperatorResponded',
    data: {
      ...stepData(data, dispute.stage),
      stance: data.stance,
      remedyAmount: data.remedyAmount,
      makegoodWindow: data.makegoodWindow,
    },
  });
