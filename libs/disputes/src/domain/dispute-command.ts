import type { DeliveryAct } from './delivery/delivery-decider.js';
import type { OpenDeliveryDispute } from './delivery/open-delivery-dispute.js';
import type { InvoiceDisputeAct } from './invoice/invoice-decider.js';
import type { LapseReservation } from './invoice/lapse-reservation.js';
import type { OpenInvoiceDispute } from './invoice/open-invoice-dispute.js';
import type { OdrCommand } from './odr/odr-decider.js';

/** Everything that can be asked of a dispute. */
export type DisputeCommand =
  OdrCommand | OpenDeliveryDispute | DeliveryAct | OpenInvoiceDispute | InvoiceDisputeAct | LapseReservation;
