import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { hasLapsed, type InvoiceAct, reservationLapsed } from './invoice-act.js';
import type { InvoiceDispute } from './invoice-dispute.js';
import type { AssignedReason, InvoiceDisputeReasonAssigned } from './invoice-event.js';

export interface AssignReason {
  readonly type: 'AssignReason';
  readonly data: InvoiceAct & { readonly reason: AssignedReason };
}

/**
 * Links the dispute to a reason, or to another one; also after its end, so that the reason before can be
 * unlinked and deleted.
 */
export const assignReason = (
  { data }: AssignReason,
  dispute: InvoiceDispute,
): DisputeDecision<InvoiceDisputeReasonAssigned> => {
  const { reason: before } = dispute;
  if (before?.reasonId === data.reason.reasonId) return accept();
  if (hasLapsed(dispute, data.reason.reservationId)) return reservationLapsed();
  return accept({ type: 'InvoiceDisputeReasonAssigned', data: { ...data, before } });
};
