import type { DeliveryDisputeResolved } from '../domain/delivery/delivery-event.js';
import type { AssignedResolution } from '../domain/invoice/invoice-event.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';

/** How a dispute ended, as it was decided: what was configured or said later changes nothing here. */
export interface DisputeResolution {
  readonly tenant: string;
  readonly disputeId: string;
  readonly scheme: 'billtrust' | 'enfinitos';
  /** The scheme's own kind of outcome. */
  readonly outcome: string;
  /** Whether the dispute was found valid; null where the scheme does not say. */
  readonly isValid: boolean | null;
  readonly code: string;
  readonly text: string | null;
  readonly resolvedBy: string;
  readonly resolvedAt: string;
  /** Of the event that resolved the dispute first: its place in the list stays. */
  readonly resolvedPosition: string;
  /** Of the event that says what stands here. */
  readonly position: string;
}

/** What the event makes of how the dispute ended; null while it has not. */
export const projectResolution = (
  known: DisputeResolution | null,
  recorded: RecordedDisputeEvent,
): DisputeResolution | null => {
  const { event } = recorded;
  switch (event.type) {
    case 'DeliveryDisputeResolved':
      return deliveryResolution(event, recorded);
    case 'InvoiceDisputeClosed':
      return { ...resolved(recorded, event.data.by), ...decided(event.data.resolution, event.data.cause) };
    case 'InvoiceDisputeResolutionAssigned':
      // Of an open dispute it is a proposal; of one that has ended, another decision.
      return known === null
        ? null
        : {
            ...resolved(recorded, event.data.by),
            ...decided(event.data.resolution, 'reassigned'),
            resolvedPosition: known.resolvedPosition,
          };
    default:
      return known;
  }
};

const resolved = (
  { tenant, disputeId, recordedAt, position }: RecordedDisputeEvent,
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
  scheme: 'billtrust' as const,
  outcome,
  isValid,
  code,
  text: description,
});

const deliveryResolution = (
  { data }: DeliveryDisputeResolved,
  recorded: RecordedDisputeEvent,
): DisputeResolution => ({
  ...resolved(recorded, data.by),
  scheme: 'enfinitos',
  outcome: data.outcome.kind,
  isValid: null,
  code: data.outcome.kind,
  text: data.notes,
});
