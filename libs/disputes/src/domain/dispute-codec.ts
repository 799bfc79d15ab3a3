import { eventCodec, type EventCodec } from '#libs/kernel';
import { deliveryDecoders, deliveryNames } from './delivery/delivery-codec.js';
import type { DisputeEvent } from './dispute-event.js';
import { invoiceDecoders, invoiceNames } from './invoice/invoice-codec.js';
import { odrDecoders, odrNames } from './odr/odr-codec.js';

/** The stored form of every event of a dispute. Each kind has its own table of names and decoders. */
export const disputeCodec: EventCodec<DisputeEvent> = eventCodec<DisputeEvent>()(
  { ...odrNames, ...deliveryNames, ...invoiceNames },
  { ...odrDecoders, ...deliveryDecoders, ...invoiceDecoders },
);
