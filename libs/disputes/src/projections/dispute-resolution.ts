import { assertNever } from '#libs/kernel';
import type { DeliveryDisputeResolved } from '../domain/delivery/delivery-event.js';
import type { DisputeEvent } from '../domain/dispute-event.js';
import { schemeOf, type SchemeOf } from '../domain/dispute-kind.js';
import type {
  AssignedResolution,
  InvoiceDisputeClosed,
  InvoiceDisputeResolutionAssigned,
} from '../domain/invoice/invoice-event.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';
import type { Recording } from './recording.js';

/** How a dispute ended, as it was decided: later changes of the configuration do not reach it. */
export interface DisputeResolution {
  readonly tenant: string;
  readonly disputeId: string;
  readonly scheme: SchemeOf<'delivery' | 'invoice'>;
  /** The outcome, in the kind's own word. */
  readonly outcome: string;
  /** Whether the dispute was found valid; null where the kind does not decide that. */
  readonly isValid: boolean | null;
  readonly code: string;
  readonly text: string | null;
  readonly resolvedBy: string;
  /** RFC 3339 in UTC, by the ledger's own clock. */
  readonly resolvedAt: string;
  /** The position of the event that resolved the dispute first: its place in the list stays. */
  readonly resolvedPosition: string;
  /** The position of the event that decided this outcome. */
  readonly position: string;
}

type ResolvingEvent = DeliveryDisputeResolved | InvoiceDisputeClosed | InvoiceDisputeResolutionAssigned;

/** Returns the event if it may decide how a dispute ended, and null for every other. */
export const resolvingEvent = (event: DisputeEvent): ResolvingEvent | null => {
  switch (event.type) {
    case 'DeliveryDisputeResolved':
    case 'InvoiceDisputeClosed':
    case 'InvoiceDisputeResolutionAssigned':
      return event;
    case 'OdrDisputeReferenced':
    case 'DisputeUpdateRecorded':
    case 'ArbitrationReportFiled':
    case 'ArbitratorAppointed':
    case 'ArbitratorReappointed':
    case 'ArbitratorAccepted':
    case 'ArbitratorRejected':
    case 'ArbitrationFeePaid':
    case 'AwardMade':
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
    case 'InvoiceDisputeCancelled':
    case 'LinkReservationLapsed':
      return null;
    default:
      return assertNever(event);
  }
};

/** Returns how the dispute ended, after the event; null while it has not ended. */
export const projectResolution = (
  known: DisputeResolution | null,
  recorded: RecordedDisputeEvent,
): DisputeResolution | null => {
  const event = resolvingEvent(recorded.event);
  if (event === null) return known;
  switch (event.type) {
    case 'DeliveryDisputeResolved':
      return deliveryResolution(event, recorded);
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
): Omit<DisputeResolution, 'scheme' | 'outcome' | 'isValid' | 'code' | 'text'> => ({
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
});

const deliveryResolution = ({ data }: DeliveryDisputeResolved, recording: Recording): DisputeResolution => ({
  ...resolved(recording, data.by),
  scheme: schemeOf.delivery,
  outcome: data.outcome.kind,
  isValid: null,
  code: data.outcome.kind,
  text: data.notes,
});
