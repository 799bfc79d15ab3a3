import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import type { InvoiceDisputeClosed } from './invoice-event.js';
import { hasLapsed, invoiceDispute, reservationLapsed } from './invoice-act.js';

export interface CloseInvoiceDispute {
  readonly type: 'CloseInvoiceDispute';
  readonly data: Omit<InvoiceDisputeClosed['data'], 'before'>;
}

/** Ends the dispute with a resolution. Closing it again with the same one adds nothing. */
export const closeInvoiceDispute = ({ data }: CloseInvoiceDispute, state: Dispute): DisputeDecision => {
  const found = invoiceDispute(state);
  if (found.outcome === 'rejected') return found;
  const { stage, resolution: before } = found.dispute;
  if (stage === 'closed' && before?.resolutionId === data.resolution.resolutionId) return accept();
  if (stage !== 'opened') return reject('dispute-not-open', `The dispute is ${stage} already.`);
  if (hasLapsed(state, data.resolution.reservationId)) return reservationLapsed();
  return accept<DisputeEvent>({ type: 'InvoiceDisputeClosed', data: { ...data, before } });
};
