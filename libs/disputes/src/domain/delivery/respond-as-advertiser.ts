import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { AdvertiserResponded } from './delivery-event.js';
import { refusedMove, type Step, stepData } from './delivery-step.js';

export interface RespondAsAdvertiser {
  readonly type: 'RespondAsAdvertiser';
  readonly data: Step & { readonly stance: string };
}

/** Records the advertiser's answer to what the operator offered. */
export const respondAsAdvertiser = (
  { data }: RespondAsAdvertiser,
  dispute: DeliveryDispute,
): DisputeDecision<AdvertiserResponded> =>
  refusedMove(dispute, 'advertiser-responded') ??
  accept({
    type: 'AdvertiserResponded',
    data: { ...stepData(data, dispute.stage), stance: data.stance },
  });
