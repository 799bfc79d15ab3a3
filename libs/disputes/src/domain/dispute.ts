import { assertNever } from '#libs/kernel';
import type { ArbitrationReport, ResolvedAppointment } from './odr/arbitration-report.js';
import type { DeliveryStage } from './delivery/delivery-event.js';
import { stageAfter } from './delivery/delivery-stage.js';
import type { ArbitrationReportFiled, DisputeEvent } from './dispute-event.js';
import type {
  AssignedReason,
  AssignedResolution,
  InvoiceDisputeEvent,
  InvoiceDisputeOpened,
  InvoiceStage,
  LinkReservationLapsed,
} from './invoice/invoice-event.js';

/** What a decision on a dispute needs to know, and no more. */
export type Dispute = UnknownDispute | OdrDispute | DeliveryDispute | InvoiceDispute;

/** Nothing was ever recorded of it. */
export interface UnknownDispute {
  readonly kind: 'unknown';
  /** Reservations that nobody may open it with any more. */
  readonly lapsedReservations?: readonly string[];
}

export interface OdrDispute {
  readonly kind: 'odr';
  readonly institution: string;
  readonly lastReport: LastReport | null;
  /** Everybody whom any report named, so that a reappointment can be traced to a predecessor. */
  readonly arbitrators: readonly KnownArbitrator[];
}

export interface DeliveryDispute {
  readonly kind: 'delivery';
  readonly stage: DeliveryStage;
  readonly openedBy: string;
}

export interface InvoiceDispute {
  readonly kind: 'invoice';
  readonly stage: InvoiceStage;
  readonly reason: AssignedReason | null;
  readonly resolution: AssignedResolution | null;
  readonly lapsedReservations: readonly string[];
}

export interface LastReport {
  readonly version: number;
  readonly report: ArbitrationReport;
  readonly appointments: readonly ResolvedAppointment[];
}

export interface KnownArbitrator {
  readonly seat: number;
  readonly name: string;
  readonly pan: string;
}

export const unknownDispute: Dispute = { kind: 'unknown' };

export const evolve = (state: Dispute, event: DisputeEvent): Dispute => {
  switch (event.type) {
    case 'OdrDisputeReferenced':
      return { kind: 'odr', institution: event.data.institution, lastReport: null, arbitrators: [] };
    case 'ArbitrationReportFiled':
      return state.kind === 'odr' ? withReport(state, event) : state;
    case 'DisputeUpdateRecorded':
    case 'ArbitratorAppointed':
    case 'ArbitratorReappointed':
    case 'ArbitratorAccepted':
    case 'ArbitratorRejected':
    case 'ArbitrationFeePaid':
    case 'AwardMade':
    case 'AwardReceived':
    case 'AwardSent':
    case 'ChallengeIntentionReceived':
      // Told by the report already; no decision rests on them alone.
      return state;
    case 'DeliveryDisputeOpened':
      return { kind: 'delivery', stage: 'opened', openedBy: event.data.openedBy };
    case 'InvestigationStarted':
    case 'EvidenceGathered':
    case 'OperatorResponded':
    case 'AdvertiserResponded':
    case 'DeliveryDisputeEscalated':
    case 'DeliveryDisputeWithdrawn':
    case 'DeliveryDisputeResolved':
      return state.kind === 'delivery' ? { ...state, stage: stageAfter[event.type] } : state;
    case 'InvoiceDisputeOpened':
    case 'InvoiceDisputeReasonAssigned':
    case 'InvoiceDisputeResolutionAssigned':
    case 'InvoiceDisputeClosed':
    case 'InvoiceDisputeCancelled':
    case 'LinkReservationLapsed':
      return evolveInvoiceDispute(state, event);
    default:
      return assertNever(event);
  }
};

const evolveInvoiceDispute = (state: Dispute, event: InvoiceDisputeEvent): Dispute => {
  if (state.kind !== 'unknown' && state.kind !== 'invoice') return state;
  const { lapsedReservations = [] } = state;
  if (event.type === 'LinkReservationLapsed')
    return { ...state, lapsedReservations: [...lapsedReservations, event.data.reservationId] };
  if (event.type === 'InvoiceDisputeOpened')
    return {
      kind: 'invoice',
      stage: 'opened',
      reason: event.data.reason,
      resolution: null,
      lapsedReservations,
    };
  return state.kind === 'invoice' ? { ...state, ...movedInvoiceDispute(event) } : state;
};

const movedInvoiceDispute = (
  event: Exclude<InvoiceDisputeEvent, InvoiceDisputeOpened | LinkReservationLapsed>,
): Partial<InvoiceDispute> => {
  switch (event.type) {
    case 'InvoiceDisputeReasonAssigned':
      return { reason: event.data.reason };
    case 'InvoiceDisputeResolutionAssigned':
      return { resolution: event.data.resolution };
    case 'InvoiceDisputeClosed':
      return { stage: 'closed', resolution: event.data.resolution };
    case 'InvoiceDisputeCancelled':
      return { stage: 'cancelled' };
    default:
      return assertNever(event);
  }
};

const withReport = (state: OdrDispute, { data }: ArbitrationReportFiled): OdrDispute => {
  const { version, report, appointments } = data;
  const newlyNamed = appointments
    .filter(
      ({ seat, pan, name }) =>
        !state.arbitrators.some((a) => a.seat === seat && a.pan === pan && a.name === name),
    )
    .map(({ seat, name, pan }): KnownArbitrator => ({ seat, name, pan }));
  return {
    ...state,
    lastReport: { version, report, appointments },
    arbitrators: newlyNamed.length === 0 ? state.arbitrators : [...state.arbitrators, ...newlyNamed],
  };
};
