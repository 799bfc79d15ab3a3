import { assertNever } from '#libs/kernel';
import { isDeliveryEvent } from '../domain/delivery/delivery-codec.js';
import type { DisputeEvent } from '../domain/dispute-event.js';
import { isInvoiceEvent } from '../domain/invoice/invoice-codec.js';
import { isOdrEvent } from '../domain/odr/odr-codec.js';
import {
  type DeliveryDisputeView,
  isDeliveryView,
  projectDeliveryDispute,
} from './delivery/delivery-dispute-view.js';
import {
  type InvoiceDisputeView,
  isInvoiceView,
  projectInvoiceDispute,
} from './invoice/invoice-dispute-view.js';
import { movedHead } from './dispute-head.js';
import { type EventPassedOver, isPassedOver } from './event-passed-over.js';
import { isOdrView, type OdrDisputeView, projectOdrDispute } from './odr/odr-dispute-view.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';
import type { Recording } from './recording.js';

/** A dispute as people read it, in the shape of its kind. */
export type DisputeView = OdrDisputeView | DeliveryDisputeView | InvoiceDisputeView;

/**
 * Returns the dispute after the event; null before the event that makes it known. An event of another kind
 * leaves it as it was.
 */
export const projectDispute = (
  view: DisputeView | null,
  recorded: RecordedDisputeEvent,
): DisputeView | null => {
  const { event } = recorded;
  if (isPassedOver(event)) return view && passing(view, event, recorded);
  return projectKind(view, event, recorded);
};

const projectKind = (
  view: DisputeView | null,
  event: DisputeEvent,
  recorded: Recording,
): DisputeView | null => {
  if (isOdrEvent(event))
    return view === null || isOdrView(view) ? projectOdrDispute(view, event, recorded) : view;
  if (isDeliveryEvent(event))
    return view === null || isDeliveryView(view) ? projectDeliveryDispute(view, event, recorded) : view;
  if (isInvoiceEvent(event))
    return view === null || isInvoiceView(view) ? projectInvoiceDispute(view, event, recorded) : view;
  return assertNever(event);
};

/** Returns the dispute past an event that nobody can read: where it stands, and that something is left out. */
const passing = <View extends DisputeView>(
  view: View,
  { data }: EventPassedOver,
  recording: Recording,
): View => ({
  ...view,
  ...movedHead(recording),
  passedOver: [...(view.passedOver ?? []), data],
});
