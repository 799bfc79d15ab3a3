import type { DeliveryDisputeEvent } from './delivery/delivery-event.js';
import type { InvoiceDisputeEvent } from './invoice/invoice-event.js';
import type { OdrDisputeEvent } from './odr/odr-event.js';

/** Everything that can happen to a dispute. */
export type DisputeEvent = OdrDisputeEvent | DeliveryDisputeEvent | InvoiceDisputeEvent;
