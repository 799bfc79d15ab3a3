import { type Decoders, type StoredNames, unchanged } from '#libs/kernel';
import type { InvoiceDisputeEvent } from './invoice-event.js';

/** The name under which each event is stored today. */
export const invoiceNames = {
  InvoiceDisputeOpened: 'InvoiceDisputeOpened.v1',
  InvoiceDisputeReasonAssigned: 'InvoiceDisputeReasonAssigned.v1',
  InvoiceDisputeExternalReasonAssigned: 'InvoiceDisputeExternalReasonAssigned.v1',
  InvoiceDisputeResolutionAssigned: 'InvoiceDisputeResolutionAssigned.v1',
  InvoiceDisputeClosed: 'InvoiceDisputeClosed.v1',
  InvoiceDisputeCancelled: 'InvoiceDisputeCancelled.v1',
  LinkReservationLapsed: 'LinkReservationLapsed.v1',
} as const satisfies StoredNames<InvoiceDisputeEvent>;

export const isInvoiceEvent = (event: { readonly type: string }): event is InvoiceDisputeEvent =>
  Object.hasOwn(invoiceNames, event.type);

const asStored = unchanged<InvoiceDisputeEvent>();

const act = ['by', 'received'] as const;

/** How every name that was ever stored is read today. Entries are added and never edited or removed. */
export const invoiceDecoders = {
  'InvoiceDisputeOpened.v1': asStored(
    'InvoiceDisputeOpened',
    ...act,
    'disputeId',
    'documentNumber',
    'poNumber',
    'accountNumber',
    'accountName',
    'amount',
    'currencyCode',
    'originSystem',
    'description',
    'reason',
  ),
  'InvoiceDisputeReasonAssigned.v1': asStored('InvoiceDisputeReasonAssigned', ...act, 'before', 'reason'),
  'InvoiceDisputeExternalReasonAssigned.v1': asStored(
    'InvoiceDisputeExternalReasonAssigned',
    ...act,
    'before',
    'externalReason',
    'notes',
  ),
  'InvoiceDisputeResolutionAssigned.v1': asStored(
    'InvoiceDisputeResolutionAssigned',
    ...act,
    'before',
    'resolution',
  ),
  'InvoiceDisputeClosed.v1': asStored(
    'InvoiceDisputeClosed',
    ...act,
    'before',
    'resolution',
    'cause',
    'notes',
  ),
  'InvoiceDisputeCancelled.v1': asStored('InvoiceDisputeCancelled', ...act, 'notes'),
  'LinkReservationLapsed.v1': asStored('LinkReservationLapsed', 'reservationId', 'by'),
} satisfies Decoders<InvoiceDisputeEvent, typeof invoiceNames>;
