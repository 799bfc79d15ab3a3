import { assertNever } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { DeliveryDisputeEvent } from './delivery-event.js';
import { type EscalateDeliveryDispute, escalateDeliveryDispute } from './escalate-delivery-dispute.js';
import { type GatherDeliveryEvidence, gatherDeliveryEvidence } from './gather-delivery-evidence.js';
import { type ResolveDeliveryDispute, resolveDeliveryDispute } from './resolve-delivery-dispute.js';
import { type RespondAsAdvertiser, respondAsAdvertiser } from './respond-as-advertiser.js';
import { type RespondAsOperator, respondAsOperator } from './respond-as-operator.js';
import {
  type StartDeliveryInvestigation,
  startDeliveryInvestigation,
} from './start-delivery-investigation.js';
import { type WithdrawDeliveryDispute, withdrawDeliveryDispute } from './withdraw-delivery-dispute.js';

/** Everything that can be asked of an open delivery dispute: one line per act. */
export type DeliveryAct =
  | StartDeliveryInvestigation
  | GatherDeliveryEvidence
  | RespondAsOperator
  | RespondAsAdvertiser
  | EscalateDeliveryDispute
  | WithdrawDeliveryDispute
  | ResolveDeliveryDispute;

/** Decides each act on a delivery dispute that was opened. */
export const decideDelivery = (
  act: DeliveryAct,
  dispute: DeliveryDispute,
): DisputeDecision<DeliveryDisputeEvent> => {
  switch (act.type) {
    case 'StartDeliveryInvestigation':
      return startDeliveryInvestigation(act, dispute);
    case 'GatherDeliveryEvidence':
      return gatherDeliveryEvidence(act, dispute);
    case 'RespondAsOperator':
      return respondAsOperator(act, dispute);
    case 'RespondAsAdvertiser':
      return respondAsAdvertiser(act, dispute);
    case 'EscalateDeliveryDispute':
      return escalateDeliveryDispute(act, dispute);
    case 'WithdrawDeliveryDispute':
      return withdrawDeliveryDispute(act, dispute);
    case 'ResolveDeliveryDispute':
      return resolveDeliveryDispute(act, dispute);
    default:
      return assertNever(act);
  }
};
