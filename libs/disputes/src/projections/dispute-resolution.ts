import { assertNever } from '#libs/kernel';
import type { DeliveryDisputeResolved } from '../domain/delivery/delivery-event.js';
import { type DisputeKind, schemeOf, type SchemeOf } from '../domain/dispute-kind.js';
import type { Award } from '../domain/odr/award.js';
import type { AwardMade, DisputeStatusReported } from '../domain/odr/odr-event.js';
import { isFinal, odrStatuses } from '../domain/odr/odr-status.js';
import type {
  AssignedResolution,
  InvoiceDisputeClosed,
  InvoiceDisputeResolutionAssigned,
} from '../domain/invoice/invoice-event.js';
import { isRepeated, odrOutcome } from './odr/odr-standing.js';
import { maskPan } from './personal-data.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';
import type { Recording } from './recording.js';

/** How a dispute ended, as it was decided: later changes of the configuration do not reach it. */
export interface DisputeResolution {
  readonly tenant: string;
  readonly disputeId: string;
  readonly scheme: SchemeOf<DisputeKind>;
  /** The outcome, in the kind's own word. */
  readonly outcome: string;
  /** Whether the dispute was found valid; null where the kind does not decide that. */
  readonly isValid: boolean | null;
  readonly code: string;
  readonly text: string | null;
  /** The award of an arbitration; null for any other end. */
  readonly award: Award | null;
  readonly resolvedBy: string;
  /** RFC 3339 in UTC, by the ledger's own clock. */
  readonly resolvedAt: string;
  /** The position of the event that resolved the dispute first: its place in the list stays. */
  readonly resolvedPosition: string;
  /** The position of the event that decided this outcome. */
  readonly position: string;
}

type ResolvingEvent =
  | DeliveryDisputeResolved
  | InvoiceDisputeClosed
  | InvoiceDisputeResolutionAssigned
  | DisputeStatusReported
  | AwardMade;

/** Returns the event if it may decide how a dispute ended, and null for every other. */
export const resolvingEvent = (event: RecordedDisputeEvent['event']): ResolvingEvent | null => {
  switch (event.type) {
    case 'DeliveryDisputeResolved':
    case 'InvoiceDisputeClosed':
    case 'InvoiceDisputeResolutionAssigned':
    case 'DisputeStatusReported':
    case 'AwardMade':
      return event;
    case 'OdrDisputeReferenced':
    case 'DisputeUpdateRecorded':
    case 'ArbitrationReportFiled':
    case 'ConciliationReportFiled':
    case 'ArbitratorAppointed':
    case 'ArbitratorReappointed':
    case 'ArbitratorAccepted':
    case 'ArbitratorRejected':
    case 'ArbitrationFeePaid':
    case 'AwardReceived':
    case 'AwardSent':
    case 'ChallengeIntentionReceived':
    case 'DeliveryDisputeOpened':
    case 'InvestigationStarted':
    case 'EvidenceGathered':
    case 'OperatorResponded':
    case 'AdvertiserResponded':
    case 'DeliveryDisputeEscalated':
    case 'DeliveryDisputeWithdrawn':
    case 'InvoiceDisputeOpened':
    case 'InvoiceDisputeReasonAssigned':
    case 'InvoiceDisputeExternalReasonAssigned':
    case 'InvoiceDisputeCancelled':
    case 'LinkReservationLapsed':
    case 'EventPassedOver':
      return null;
    default:
      return assertNever(event);
  }
};

/**
 * Returns how the dispute ended, after the event; null while it has not ended, and `known` itself if the event
 * changes nothing.
 */
export const projectResolution = (
  known: DisputeResolution | null,
  recorded: RecordedDisputeEvent,
): DisputeResolution | null => {
  const event = resolvingEvent(recorded.event);
  if (event === null) return known;
  switch (event.type) {
    case 'DeliveryDisputeResolved':
      return deliveryResolution(event, recorded);
    case 'DisputeStatusReported':
      return statusResolution(event, recorded, known);
    case 'AwardMade':
      return known?.code === 'ARB_RES'
        ? { ...known, award: event.data, position: String(recorded.position) }
        : known;
    case 'InvoiceDisputeClosed':
      return { ...resolved(recorded, event.data.by), ...decided(event.data.resolution, event.data.cause) };
    case 'InvoiceDisputeResolutionAssigned':
      // For an open dispute it is a proposal; for one that has ended, another decision.
      return known === null
        ? null
        : {
            ...resolved(recorded, event.data.by),
            ...decided(event.data.resolution, 'reassigned'),
            resolvedPosition: known.resolvedPosition,
          };
    default:
      return assertNever(event);
  }
};

const resolved = (
  { tenant, disputeId, recordedAt, position }: Recording,
  resolvedBy: string,
): Omit<DisputeResolution, 'scheme' | 'outcome' | 'isValid' | 'code' | 'text' | 'award'> => ({
  tenant,
  disputeId,
  resolvedBy,
  resolvedAt: recordedAt,
  resolvedPosition: String(position),
  position: String(position),
});

const decided = ({ code, description, isValid }: AssignedResolution, outcome: string) => ({
  scheme: schemeOf.invoice,
  outcome,
  isValid,
  code,
  text: description,
  award: null,
});

const deliveryResolution = ({ data }: DeliveryDisputeResolved, recording: Recording): DisputeResolution => ({
  ...resolved(recording, data.by),
  scheme: schemeOf.delivery,
  outcome: data.outcome.kind,
  isValid: null,
  code: data.outcome.kind,
  text: data.notes,
  award: null,
});

/** A final status decides how the dispute ended; another one decides it again, and the place in the list stays. */
const statusResolution = (
  { data }: DisputeStatusReported,
  recording: Recording,
  known: DisputeResolution | null,
): DisputeResolution | null => {
  const { status, award, userName } = data;
  if (!isFinal(status) || isRepeated(data)) return known;
  const ended = resolved(recording, maskPan(userName));
  return {
    ...ended,
    scheme: schemeOf.odr,
    outcome: odrOutcome[status],
    isValid: null,
    code: status,
    text: odrStatuses[status].text,
    award,
    resolvedPosition: known?.resolvedPosition ?? ended.resolvedPosition,
  };
};
