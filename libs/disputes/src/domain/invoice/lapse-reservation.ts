import { accept, reject } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { hasLapsed } from './invoice-act.js';

export interface LapseReservation {
  readonly type: 'LapseReservation';
  readonly data: { readonly reservationId: string; readonly by: string };
}

/** From here on the reservation cannot be used, unless the dispute uses it already. */
export const lapseReservation = ({ data }: LapseReservation, state: Dispute): DisputeDecision => {
  if (state.kind !== 'invoice' && state.kind !== 'unknown')
    return reject('dispute-not-found', 'There is no such dispute.');
  const isUsed =
    state.kind === 'invoice' &&
    [state.reason, state.resolution].some((link) => link?.reservationId === data.reservationId);
  if (isUsed) return reject('reservation-used', 'The dispute uses the reservation.');
  if (hasLapsed(state, data.reservationId)) return accept();
  return accept<DisputeEvent>({ type: 'LinkReservationLapsed', data });
};
