import { assertNever } from '#libs/kernel';
import { isDeliveryEvent } from '../domain/delivery/delivery-codec.js';
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
import { isOdrView, type OdrDisputeView, projectOdrDispute } from './odr/odr-dispute-view.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';

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
  if (isOdrEvent(event))
    return view === null || isOdrView(view) ? projectOdrDispute(view, event, recorded) : view;
  if (isDeliveryEvent(event))
    return view === null || isDeliveryView(view) ? projectDeliveryDispute(view, event, recorded) : view;
  if (isInvoiceEvent(event))
    return view === null || isInvoiceView(view) ? projectInvoiceDispute(view, event, recorded) : view;
  return assertNever(event);
};
