import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { InvoiceAct } from './invoice-act.js';
import type { InvoiceDispute } from './invoice-dispute.js';
import type { InvoiceDisputeCancelled } from './invoice-event.js';

export interface CancelInvoiceDispute {
  readonly type: 'CancelInvoiceDispute';
  readonly data: InvoiceAct & { readonly notes: string | null };
}

/**
 * Takes an open dispute back. It keeps its links, so that the reason and the resolution that it names exist.
 */
export const cancelInvoiceDispute = (
  { data }: CancelInvoiceDispute,
  { stage }: InvoiceDispute,
): DisputeDecision<InvoiceDisputeCancelled> => {
  if (stage === 'cancelled') return accept();
  if (stage !== 'opened') return reject('dispute-not-open', `The dispute is ${stage} already.`);
  return accept({ type: 'InvoiceDisputeCancelled', data });
};
