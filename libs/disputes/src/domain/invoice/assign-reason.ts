import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import type { AssignedReason } from './invoice-event.js';
import { hasLapsed, type InvoiceAct, invoiceDispute, reservationLapsed } from './invoice-act.js';

export interface AssignReason {
  readonly type: 'AssignReason';
  readonly data: InvoiceAct & { readonly reason: AssignedReason };
}

/** Says why there is a dispute, or says it anew; also after its end, so that a reason can be freed of it and deleted. */
export const assignReason = ({ data }: AssignReason, state: Dispute): DisputeDecision => {
  const found = invoiceDispute(state);
  if (found.outcome === 'rejected') return found;
  const { reason: before } = found.dispute;
  if (before?.reasonId === data.reason.reasonId) return accept();
  if (hasLapsed(state, data.reason.reservationId)) return reservationLapsed();
  return accept<DisputeEvent>({ type: 'InvoiceDisputeReasonAssigned', data: { ...data, before } });
};
