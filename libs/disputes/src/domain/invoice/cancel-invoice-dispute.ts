import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { type InvoiceAct, repeated } from './invoice-act.js';
import type { InvoiceDispute } from './invoice-dispute.js';
import type { InvoiceDisputeCancelled } from './invoice-event.js';

export interface CancelInvoiceDispute {
  readonly type: 'CancelInvoiceDispute';
  readonly data: InvoiceAct & { readonly notes: string | null };
}

/** Takes an open dispute back. It keeps its reasons and gives its resolution up: nothing was resolved. */
export const cancelInvoiceDispute = (
  { data }: CancelInvoiceDispute,
  { stage, resolution, notes }: InvoiceDispute,
): DisputeDecision<InvoiceDisputeCancelled> => {
  if (stage === 'cancelled')
    return repeated(data.notes, { sentence: 'The dispute is cancelled already.', notes: notes.ending });
  if (stage !== 'opened') return reject('dispute-not-open', `The dispute is ${stage} already.`);
  return accept({
    type: 'InvoiceDisputeCancelled',
    data: { ...data, ...(resolution !== null && { before: resolution }) },
  });
};
