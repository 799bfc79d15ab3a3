import { reject, type Rejected } from '#libs/kernel';
import type { DisputeRefusal } from '../dispute-decision.js';
import type { Dispute, InvoiceDispute } from '../dispute.js';

/** Who acts, by which request. */
export interface InvoiceAct {
  readonly by: string;
  /** The request body, byte for byte, as UTF-8 text. */
  readonly received: string;
}

/** Whether the reservation may no longer be used for this dispute. */
export const hasLapsed = (state: Dispute, reservationId: string): boolean =>
  (state.kind === 'unknown' || state.kind === 'invoice') &&
  state.lapsedReservations?.includes(reservationId) === true;

export const reservationLapsed = (): Rejected<DisputeRefusal> =>
  reject('reservation-lapsed', 'The reservation was given back. Make another one.');

/** The dispute, if it is one over an invoice. */
export const invoiceDispute = (
  state: Dispute,
): { readonly outcome: 'found'; readonly dispute: InvoiceDispute } | Rejected<DisputeRefusal> =>
  state.kind === 'invoice'
    ? { outcome: 'found', dispute: state }
    : reject('dispute-not-found', 'There is no such dispute.');
