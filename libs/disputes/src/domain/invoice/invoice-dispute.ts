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
  readonly externalReason: AssignedReason | null;
  readonly resolution: AssignedResolution | null;
  /** The notes that were recorded with each link, and with the end. */
  readonly notes: InvoiceNotes;
  readonly lapsedReservations: readonly string[];
}

/** The notes of what a dispute is now; null where none were recorded. */
export interface InvoiceNotes {
  readonly reason: string | null;
  readonly externalReason: string | null;
  readonly resolution: string | null;
  readonly ending: string | null;
}

const NO_NOTES: InvoiceNotes = { reason: null, externalReason: null, resolution: null, ending: null };

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
        externalReason: event.data.externalReason ?? null,
        resolution: null,
        notes: NO_NOTES,
        lapsedReservations,
      };
    case 'InvoiceDisputeReasonAssigned':
      return changed(state, { reason: event.data.reason }, { reason: event.data.notes ?? null });
    case 'InvoiceDisputeExternalReasonAssigned': {
      const { externalReason, notes } = event.data;
      return changed(state, { externalReason }, { externalReason: notes });
    }
    case 'InvoiceDisputeResolutionAssigned':
      return changed(state, { resolution: event.data.resolution }, { resolution: event.data.notes ?? null });
    case 'InvoiceDisputeClosed': {
      const { resolution, notes } = event.data;
      return changed(state, { stage: 'closed', resolution }, { resolution: notes, ending: notes });
    }
    case 'InvoiceDisputeCancelled':
      return changed(state, { stage: 'cancelled', resolution: null }, { ending: event.data.notes });
    case 'LinkReservationLapsed':
      return { ...state, lapsedReservations: [...lapsedReservations, event.data.reservationId] };
    default:
      return assertNever(event);
  }
};

const changed = (
  state: InvoiceState,
  change: Partial<InvoiceDispute>,
  notes: Partial<InvoiceNotes>,
): InvoiceState =>
  state.kind === 'invoice' ? { ...state, ...change, notes: { ...state.notes, ...notes } } : state;
