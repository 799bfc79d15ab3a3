import { accept, type Accepted, reject, type Rejected } from '#libs/kernel';
import type { DisputeRefusal } from '../dispute-decision.js';
import type { InvoiceState } from './invoice-dispute.js';

/** Who acts, with the request body as received. */
export interface InvoiceAct {
  readonly by: string;
  /** The request body, byte for byte, as UTF-8 text. */
  readonly received: string;
}

/** Returns whether the reservation may no longer be used for this dispute. */
export const hasLapsed = ({ lapsedReservations }: InvoiceState, reservationId: string): boolean =>
  lapsedReservations?.includes(reservationId) === true;

/** Refuses the use of a reservation that was given back. */
export const reservationLapsed = (): Rejected<DisputeRefusal> =>
  reject('reservation-lapsed', 'The reservation was given back. Make another one.');

/** An act that was carried out before: what it came to, and the notes that were recorded with it. */
interface Done {
  readonly sentence: string;
  readonly notes: string | null;
}

/**
 * Accepts a repeated act without an event. Refuses it if it brings notes of its own: without an event they
 * would be lost (docs/vendors/billtrust.md, "Acts and states").
 */
export const repeated = (notes: string | null, done: Done): Accepted<never> | Rejected<DisputeRefusal> =>
  notes === null || notes === done.notes
    ? accept()
    : reject('notes-not-recorded', `notes cannot be added: ${done.sentence}`);
