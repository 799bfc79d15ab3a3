import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { hasLapsed } from './invoice-act.js';
import type { InvoiceState } from './invoice-dispute.js';
import type { LinkReservationLapsed } from './invoice-event.js';

export interface LapseReservation {
  readonly type: 'LapseReservation';
  readonly data: { readonly reservationId: string; readonly by: string };
}

/** Forbids the use of the reservation from now on, unless the dispute uses it already. */
export const lapseReservation = (
  { data }: LapseReservation,
  state: InvoiceState,
): DisputeDecision<LinkReservationLapsed> => {
  const isUsed =
    state.kind === 'invoice' &&
    [state.reason, state.externalReason, state.resolution].some(
      (link) => link?.reservationId === data.reservationId,
    );
  if (isUsed) return reject('reservation-used', 'The dispute uses the reservation.');
  if (hasLapsed(state, data.reservationId)) return accept();
  return accept({ type: 'LinkReservationLapsed', data });
};
