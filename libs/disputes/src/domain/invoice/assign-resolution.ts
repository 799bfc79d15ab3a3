import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import type { AssignedResolution } from './invoice-event.js';
import { hasLapsed, type InvoiceAct, invoiceDispute, reservationLapsed } from './invoice-act.js';

export interface AssignResolution {
  readonly type: 'AssignResolution';
  readonly data: InvoiceAct & { readonly resolution: AssignedResolution };
}

/** Links the dispute to a resolution; also after its end, so that the one before can be freed of it and deleted. */
export const assignResolution = ({ data }: AssignResolution, state: Dispute): DisputeDecision => {
  const found = invoiceDispute(state);
  if (found.outcome === 'rejected') return found;
  const { resolution: before } = found.dispute;
  if (before?.resolutionId === data.resolution.resolutionId) return accept();
  if (hasLapsed(state, data.resolution.reservationId)) return reservationLapsed();
  return accept<DisputeEvent>({ type: 'InvoiceDisputeResolutionAssigned', data: { ...data, before } });
};
