import { assertNever } from '#libs/kernel';
import { isDeliveryEvent } from './delivery/delivery-codec.js';
import { type DeliveryDispute, evolveDelivery } from './delivery/delivery-dispute.js';
import type { DisputeEvent } from './dispute-event.js';
import { isInvoiceEvent } from './invoice/invoice-codec.js';
import {
  evolveInvoice,
  type InvoiceDispute,
  type UnopenedInvoiceDispute,
} from './invoice/invoice-dispute.js';
import { isOdrEvent } from './odr/odr-codec.js';
import { evolveOdr, type OdrDispute } from './odr/odr-dispute.js';

/**
 * What a decision on a dispute needs to know: the state of its kind. The kind of an id that is free is
 * `unknown`.
 */
export type Dispute = UnopenedInvoiceDispute | OdrDispute | DeliveryDispute | InvoiceDispute;

export const unknownDispute: Dispute = { kind: 'unknown' };

/** Returns the dispute after the event; unchanged by an event that says nothing of a dispute of its kind. */
export const evolve = (state: Dispute, event: DisputeEvent): Dispute => {
  if (isOdrEvent(event)) return evolveOdr(state.kind === 'odr' ? state : null, event) ?? state;
  if (isDeliveryEvent(event)) return evolveDelivery(state.kind === 'delivery' ? state : null, event) ?? state;
  if (isInvoiceEvent(event))
    return state.kind === 'unknown' || state.kind === 'invoice' ? evolveInvoice(state, event) : state;
  return assertNever(event);
};
