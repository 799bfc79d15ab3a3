import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { hasLapsed, reservationLapsed } from './invoice-act.js';
import type { UnopenedInvoiceDispute } from './invoice-dispute.js';
import type { InvoiceDisputeOpened } from './invoice-event.js';

export interface OpenInvoiceDispute {
  readonly type: 'OpenInvoiceDispute';
  readonly data: InvoiceDisputeOpened['data'];
}

/** Opens a dispute over an invoice, with an id that is free; its reasons may come later. */
export const openInvoiceDispute = (
  { data }: OpenInvoiceDispute,
  state: UnopenedInvoiceDispute,
): DisputeDecision<InvoiceDisputeOpened> => {
  const isLapsed = [data.reason, data.externalReason].some(
    (link) => link != null && hasLapsed(state, link.reservationId),
  );
  if (isLapsed) return reservationLapsed();
  return accept({ type: 'InvoiceDisputeOpened', data });
};
