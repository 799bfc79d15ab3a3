import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { hasLapsed, type InvoiceAct, repeated, reservationLapsed } from './invoice-act.js';
import type { InvoiceDispute } from './invoice-dispute.js';
import type {
  AssignedReason,
  InvoiceDisputeExternalReasonAssigned,
  InvoiceDisputeReasonAssigned,
} from './invoice-event.js';

export interface AssignReason {
  readonly type: 'AssignReason';
  readonly data: InvoiceAct & { readonly reason: AssignedReason; readonly notes: string | null };
}

export interface AssignExternalReason {
  readonly type: 'AssignExternalReason';
  readonly data: InvoiceAct & { readonly externalReason: AssignedReason; readonly notes: string | null };
}

/**
 * Links the dispute to a reason, or to another one; also after its end, so that the reason before can be
 * unlinked and deleted.
 */
export const assignReason = (
  { data: { notes, ...data } }: AssignReason,
  dispute: InvoiceDispute,
): DisputeDecision<InvoiceDisputeReasonAssigned> => {
  const { reason: before } = dispute;
  if (before?.reasonId === data.reason.reasonId)
    return repeated(notes, { sentence: 'The dispute has this reason already.', notes: dispute.notes.reason });
  if (hasLapsed(dispute, data.reason.reservationId)) return reservationLapsed();
  return accept({
    type: 'InvoiceDisputeReasonAssigned',
    data: { ...data, before, ...(notes !== null && { notes }) },
  });
};

/** Links the dispute to a reason in the buyer's words, or to another one, as `assignReason` does. */
export const assignExternalReason = (
  { data }: AssignExternalReason,
  dispute: InvoiceDispute,
): DisputeDecision<InvoiceDisputeExternalReasonAssigned> => {
  const { externalReason: before } = dispute;
  if (before?.reasonId === data.externalReason.reasonId)
    return repeated(data.notes, {
      sentence: 'The dispute has this external reason already.',
      notes: dispute.notes.externalReason,
    });
  if (hasLapsed(dispute, data.externalReason.reservationId)) return reservationLapsed();
  return accept({ type: 'InvoiceDisputeExternalReasonAssigned', data: { ...data, before } });
};
