import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { type InvoiceAct, invoiceDispute } from './invoice-act.js';

export interface CancelInvoiceDispute {
  readonly type: 'CancelInvoiceDispute';
  readonly data: InvoiceAct & { readonly notes: string | null };
}

/** Takes an open dispute back. It keeps its links, so that what it says can still be looked up. */
export const cancelInvoiceDispute = ({ data }: CancelInvoiceDispute, state: Dispute): DisputeDecision => {
  const found = invoiceDispute(state);
  if (found.outcome === 'rejected') return found;
  const { stage } = found.dispute;
  if (stage === 'cancelled') return accept();
  if (stage !== 'opened') return reject('dispute-not-open', `The dispute is ${stage} already.`);
  return accept<DisputeEvent>({ type: 'InvoiceDisputeCancelled', data });
};
