import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { hasLapsed, reservationLapsed } from './invoice-act.js';
import type { UnopenedInvoiceDispute } from './invoice-dispute.js';
import type { InvoiceDisputeOpened } from './invoice-event.js';

export interface OpenInvoiceDispute {
  readonly type: 'OpenInvoiceDispute';
  readonly data: InvoiceDisputeOpened['data'];
}

/** Opens a dispute over an invoice, with an id that is free; the reason may come later. */
export const openInvoiceDispute = (
  { data }: OpenInvoiceDispute,
  state: UnopenedInvoiceDispute,
): DisputeDecision<InvoiceDisputeOpened> => {
  if (data.reason !== null && hasLapsed(state, data.reason.reservationId)) return reservationLapsed();
  return accept({ type: 'InvoiceDisputeOpened', data });
};
