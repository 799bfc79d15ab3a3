import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { EvidenceGathered } from './delivery-event.js';
import { refusedMove, type Step, stepData } from './delivery-step.js';

export interface GatherDeliveryEvidence {
  readonly type: 'GatherDeliveryEvidence';
  readonly data: Step;
}

/** Records that all evidence is on the table. The evidence of the opening stays as it was. */
export const gatherDeliveryEvidence = (
  { data }: GatherDeliveryEvidence,
  dispute: DeliveryDispute,
): DisputeDecision<EvidenceGathered> =>
  refusedMove(dispute, 'evidence-gathered') ??
  accept({ type: 'EvidenceGathered', data: stepData(data, dispute.stage) });
