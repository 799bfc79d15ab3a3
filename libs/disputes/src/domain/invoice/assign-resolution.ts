import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { hasLapsed, type InvoiceAct, reservationLapsed } from './invoice-act.js';
import type { InvoiceDispute } from './invoice-dispute.js';
import type { AssignedResolution, InvoiceDisputeResolutionAssigned } from './invoice-event.js';

export interface AssignResolution {
  readonly type: 'AssignResolution';
  readonly data: InvoiceAct & { readonly resolution: AssignedResolution };
}

/**
 * Links the dispute to a resolution, or to another one; also after its end, so that the resolution before can
 * be unlinked and deleted.
 */
export const assignResolution = (
  { data }: AssignResolution,
  dispute: InvoiceDispute,
): DisputeDecision<InvoiceDisputeResolutionAssigned> => {
  const { resolution: before } = dispute;
  if (before?.resolutionId === data.resolution.resolutionId) return accept();
  if (hasLapsed(dispute, data.resolution.reservationId)) return reservationLapsed();
  return accept({ type: 'InvoiceDisputeResolutionAssigned', data: { ...data, before } });
};
