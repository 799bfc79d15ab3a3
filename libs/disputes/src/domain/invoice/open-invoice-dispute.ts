import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import type { InvoiceDisputeOpened } from './invoice-event.js';
import { hasLapsed, reservationLapsed } from './invoice-act.js';

export interface OpenInvoiceDispute {
  readonly type: 'OpenInvoiceDispute';
  readonly data: InvoiceDisputeOpened['data'];
}

/** Opens a dispute over an invoice, with a reason or without one yet. */
export const openInvoiceDispute = ({ data }: OpenInvoiceDispute, state: Dispute): DisputeDecision => {
  if (state.kind !== 'unknown') return reject('dispute-exists', 'There is a dispute with this id already.');
  if (data.reason !== null && hasLapsed(state, data.reason.reservationId)) return reservationLapsed();
  return accept<DisputeEvent>({ type: 'InvoiceDisputeOpened', data });
};
