import { assertNever } from '#libs/kernel';
import type {
  AssignedReason,
  AssignedResolution,
  InvoiceDisputeEvent,
  InvoiceStage,
} from './invoice-event.js';

/** What a decision on an invoice dispute needs to know, and no more. */
export interface InvoiceDispute {
  readonly kind: 'invoice';
  readonly stage: InvoiceStage;
  readonly reason: AssignedReason | null;
  readonly resolution: AssignedResolution | null;
  readonly lapsedReservations: readonly string[];
}

/** An id that no dispute has been opened with. */
export interface UnopenedInvoiceDispute {
  readonly kind: 'unknown';
  /** Reservations with which it may no longer be opened. */
  readonly lapsedReservations?: readonly string[];
}

export type InvoiceState = UnopenedInvoiceDispute | InvoiceDispute;

/** Returns the dispute after the event. */
export const evolveInvoice = (state: InvoiceState, event: InvoiceDisputeEvent): InvoiceState => {
  const { lapsedReservations = [] } = state;
  switch (event.type) {
    case 'InvoiceDisputeOpened':
      return {
        kind: 'invoice',
        stage: 'opened',
        reason: event.data.reason,
        resolution: null,
        lapsedReservations,
      };
    case 'InvoiceDisputeReasonAssigned':
      return changed(state, { reason: event.data.reason });
    case 'InvoiceDisputeResolutionAssigned':
      return changed(state, { resolution: event.data.resolution });
    case 'InvoiceDisputeClosed':
      return changed(state, { stage: 'closed', resolution: event.data.resolution });
    case 'InvoiceDisputeCancelled':
      return changed(state, { stage: 'cancelled' });
    case 'LinkReservationLapsed':
      return { ...state, lapsedReservations: [...lapsedReservations, event.data.reservationId] };
    default:
      return assertNever(event);
  }
};

const changed = (state: InvoiceState, change: Partial<InvoiceDispute>): InvoiceState =>
  state.kind === 'invoice' ? { ...state, ...change } : state;
