import { type DeliveryDisputeView, projectDeliveryDispute } from './delivery/delivery-dispute-view.js';
import {
  type InvoiceDisputeView,
  isInvoiceView,
  projectInvoiceDispute,
} from './invoice/invoice-dispute-view.js';
import { isOdrView, type OdrDisputeView, projectOdrDispute } from './odr/odr-dispute-view.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';

/** A dispute as people read it, in one of the shapes that its scheme has. */
export type DisputeView = OdrDisputeView | DeliveryDisputeView | InvoiceDisputeView;

/** What the event makes of the dispute; null before it became known. */
export const projectDispute = (
  view: DisputeView | null,
  recorded: RecordedDisputeEvent,
): DisputeView | null => {
  // Only the event that makes a dispute of its own scheme known makes something of nothing.
  if (view === null)
    return (
      projectOdrDispute(null, recorded) ??
      projectInvoiceDispute(null, recorded) ??
      projectDeliveryDispute(null, recorded)
    );
  if (isOdrView(view)) return projectOdrDispute(view, recorded);
  return isInvoiceView(view) ? projectInvoiceDispute(view, recorded) : projectDeliveryDispute(view, recorded);
};
