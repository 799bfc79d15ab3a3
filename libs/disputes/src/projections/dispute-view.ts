import { type DeliveryDisputeView, isDeliveryView, projectDeliveryDispute } from './delivery-dispute-view.js';
import { isOdrView, type OdrDisputeView, projectOdrDispute } from './odr-dispute-view.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';

/** A dispute as people read it, in one of the shapes that its scheme has. */
export type DisputeView = OdrDisputeView | DeliveryDisputeView;

/** What the event makes of the dispute; null before it became known. */
export const projectDispute = (
  view: DisputeView | null,
  recorded: RecordedDisputeEvent,
): DisputeView | null => {
  const { type } = recorded.event;
  if (type === 'OdrDisputeReferenced' || (view !== null && isOdrView(view)))
    return projectOdrDispute(view !== null && isOdrView(view) ? view : null, recorded);
  return projectDeliveryDispute(view !== null && isDeliveryView(view) ? view : null, recorded);
};
