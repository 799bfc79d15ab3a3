import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { hasLapsed, type InvoiceAct, repeated, reservationLapsed } from './invoice-act.js';
import type { InvoiceDispute } from './invoice-dispute.js';
import type { AssignedResolution, InvoiceDisputeResolutionAssigned } from './invoice-event.js';

export interface AssignResolution {
  readonly type: 'AssignResolution';
  readonly data: InvoiceAct & { readonly resolution: AssignedResolution; readonly notes: string | null };
}

/**
 * Links the dispute to a resolution, or to another one; also after it was closed, so that the resolution
 * before can be unlinked and deleted. A cancelled dispute has none, and takes none.
 */
export const assignResolution = (
  { data: { notes, ...data } }: AssignResolution,
  dispute: InvoiceDispute,
): DisputeDecision<InvoiceDisputeResolutionAssigned> => {
  const { stage, resolution: before } = dispute;
  if (stage === 'cancelled')
    return reject('dispute-not-open', 'The dispute is cancelled already, and takes no resolution.');
  if (before?.resolutionId === data.resolution.resolutionId)
    return repeated(notes, {
      sentence: 'The dispute has this resolution already.',
      notes: dispute.notes.resolution,
    });
  if (hasLapsed(dispute, data.resolution.reservationId)) return reservationLapsed();
  return accept({
    type: 'InvoiceDisputeResolutionAssigned',
    data: { ...data, before, ...(notes !== null && { notes }) },
  });
};
