import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { hasLapsed, repeated, reservationLapsed } from './invoice-act.js';
import type { InvoiceDispute } from './invoice-dispute.js';
import type { InvoiceDisputeClosed } from './invoice-event.js';

export interface CloseInvoiceDispute {
  readonly type: 'CloseInvoiceDispute';
  readonly data: Omit<InvoiceDisputeClosed['data'], 'before'>;
}

/** Ends the dispute with a resolution. Closing it again with the same one and nothing new adds nothing. */
export const closeInvoiceDispute = (
  { data }: CloseInvoiceDispute,
  dispute: InvoiceDispute,
): DisputeDecision<InvoiceDisputeClosed> => {
  const { stage, resolution: before } = dispute;
  if (stage === 'closed' && before?.resolutionId === data.resolution.resolutionId)
    return repeated(data.notes, {
      sentence: 'The dispute is closed with this resolution already.',
      notes: dispute.notes.ending,
    });
  if (stage !== 'opened') return reject('dispute-not-open', `The dispute is ${stage} already.`);
  if (hasLapsed(dispute, data.resolution.reservationId)) return reservationLapsed();
  return accept({ type: 'InvoiceDisputeClosed', data: { ...data, before } });
};
