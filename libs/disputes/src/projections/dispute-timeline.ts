import { assertNever } from '#libs/kernel';
import { isDeliveryEvent } from '../domain/delivery/delivery-codec.js';
import type { DisputeExported } from '../domain/dispute-exported.js';
import { isInvoiceEvent } from '../domain/invoice/invoice-codec.js';
import { isOdrEvent } from '../domain/odr/odr-codec.js';
import { describeDeliveryEvent } from './delivery/delivery-sentences.js';
import type { EventDescription, FieldChange } from './event-description.js';
import { describePassedOver, isPassedOver } from './event-passed-over.js';
import type { ExportDetails } from './export-details.js';
import { describeInvoiceEvent } from './invoice/invoice-sentences.js';
import { describeOdrEvent } from './odr/odr-sentences.js';
import { maskPan } from './personal-data.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';

/** One line of a dispute's history, for a person who was not there. Personal tax numbers are masked. */
export interface TimelineEntry extends EventDescription {
  readonly revision: string;
  readonly position: string;
  readonly eventId: string;
  readonly type: RecordedDisputeEvent['event']['type'] | DisputeExported['type'];
  readonly actor: { readonly name: string; readonly role?: string };
  readonly credentialId: string;
  readonly holder: string;
  readonly authProfile: string;
  readonly correlationId: string;
  /** RFC 3339 in UTC, by the ledger's own clock. */
  readonly recordedAt: string;
  /** What was taken away, for an export; absent for an event of the dispute's own. */
  readonly details?: ExportDetails;
}

/** Returns the line of the timeline for the event. */
export const timelineEntry = (recorded: RecordedDisputeEvent): TimelineEntry => {
  const { event } = recorded;
  const { summary, occurredAt, changes, warnings, afterTerminal } = describeEvent(event);
  return {
    revision: String(recorded.revision),
    position: String(recorded.position),
    eventId: recorded.eventId,
    type: event.type,
    summary: maskPan(summary),
    actor: { ...recorded.actor, name: maskPan(recorded.actor.name) },
    credentialId: recorded.credentialId,
    holder: maskPan(recorded.holder),
    authProfile: recorded.authProfile,
    correlationId: recorded.correlationId,
    occurredAt,
    recordedAt: recorded.recordedAt,
    changes: changes.map(maskedChange),
    warnings,
    ...(afterTerminal && { afterTerminal }),
  };
};

const describeEvent = (event: RecordedDisputeEvent['event']): EventDescription => {
  if (isPassedOver(event)) return describePassedOver(event);
  if (isOdrEvent(event)) return describeOdrEvent(event);
  if (isDeliveryEvent(event)) return describeDeliveryEvent(event);
  if (isInvoiceEvent(event)) return describeInvoiceEvent(event);
  return assertNever(event);
};

/** Masks personal tax numbers in the name of the field and in both values. */
const maskedChange = ({ field, from, to }: FieldChange): FieldChange => ({
  field: maskPan(field),
  from: masked(from),
  to: masked(to),
});

const masked = (value: FieldChange['from']): FieldChange['from'] =>
  typeof value === 'string' ? maskPan(value) : value;
