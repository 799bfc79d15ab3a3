import type { Change, Warning } from '../domain/odr/arbitration-report.js';
import { stageAfter } from '../domain/delivery/delivery-stage.js';
import type { DisputeEvent } from '../domain/dispute-event.js';
import { isDeliveryEvent } from './delivery/delivery-dispute-view.js';
import { deliverySentence } from './delivery/delivery-sentences.js';
import { isInvoiceEvent } from './invoice/invoice-dispute-view.js';
import { invoiceChanges, invoiceSentence } from './invoice/invoice-sentences.js';
import { odrOccurredAt, odrSentence } from './odr/odr-sentences.js';
import { maskPan } from './personal-data.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';

/** One line of a dispute's history, for a person who was not there. */
export interface TimelineEntry {
  readonly revision: string;
  readonly position: string;
  readonly eventId: string;
  readonly type: DisputeEvent['type'];
  /** A sentence. Personal tax numbers are masked. */
  readonly summary: string;
  readonly actor: { readonly name: string; readonly role?: string };
  readonly credentialId: string;
  readonly holder: string;
  readonly authProfile: string;
  readonly correlationId: string;
  /** The day that the document claims, `YYYY-MM-DD`; null where it claims none. */
  readonly occurredAt: string | null;
  readonly recordedAt: string;
  readonly changes: readonly Change[];
  readonly warnings: readonly Warning[];
}

export const timelineEntry = (recorded: RecordedDisputeEvent): TimelineEntry => {
  const { event } = recorded;
  return {
    revision: String(recorded.revision),
    position: String(recorded.position),
    eventId: recorded.eventId,
    type: event.type,
    summary: maskPan(sentenceOf(event)),
    actor: { ...recorded.actor, name: maskPan(recorded.actor.name) },
    credentialId: recorded.credentialId,
    holder: recorded.holder,
    authProfile: recorded.authProfile,
    correlationId: recorded.correlationId,
    occurredAt: isDeliveryEvent(event) || isInvoiceEvent(event) ? null : odrOccurredAt(event),
    recordedAt: recorded.recordedAt,
    changes: changesOf(event).map(maskedChange),
    warnings: event.type === 'ArbitrationReportFiled' ? event.data.warnings : [],
  };
};

const sentenceOf = (event: DisputeEvent): string => {
  if (isDeliveryEvent(event)) return deliverySentence(event);
  return isInvoiceEvent(event) ? invoiceSentence(event) : odrSentence(event);
};

const changesOf = (event: DisputeEvent): readonly Change[] => {
  if (event.type === 'ArbitrationReportFiled') return event.data.changes;
  if (isInvoiceEvent(event)) return invoiceChanges(event);
  if (!isDeliveryEvent(event)) return [];
  const from = event.type === 'DeliveryDisputeOpened' ? null : event.data.from;
  return [{ field: 'stage', from, to: stageAfter[event.type] }];
};

const maskedChange = ({ field, from, to }: Change): Change => ({
  field: maskPan(field),
  from: masked(from),
  to: masked(to),
});

const masked = (value: Change['from']): Change['from'] =>
  typeof value === 'string' ? maskPan(value) : value;
