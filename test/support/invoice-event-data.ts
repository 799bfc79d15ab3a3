import fc from 'fast-check';
import type { InvoiceDisputeEvent } from '../../libs/disputes/src/domain/invoice/invoice-event.js';

const recordOf = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true });

const text = fc.string({ unit: 'binary' });
const optional = fc.option(fc.string());
const act = { by: text, received: text };
const reservationId = fc.constantFrom('reservation-1', 'reservation-2', 'reservation-3');

const reason = recordOf({
  reservationId,
  reasonId: fc.constantFrom('reason-1', 'reason-2'),
  code: fc.string(),
  description: optional,
  categoryId: fc.string(),
  categoryCode: fc.string(),
});

const resolution = recordOf({
  reservationId,
  resolutionId: fc.constantFrom('resolution-1', 'resolution-2'),
  code: fc.string(),
  description: optional,
  isValid: fc.boolean(),
});

type DataOf<Type extends InvoiceDisputeEvent['type']> = Extract<InvoiceDisputeEvent, { type: Type }>['data'];

/** Arbitrary data for each event of an invoice dispute. */
export const invoiceEventData: {
  [Type in InvoiceDisputeEvent['type']]: fc.Arbitrary<DataOf<Type>>;
} = {
  InvoiceDisputeOpened: recordOf<DataOf<'InvoiceDisputeOpened'>>({
    ...act,
    disputeId: fc.string(),
    documentNumber: fc.string(),
    poNumber: optional,
    accountNumber: optional,
    accountName: optional,
    amount: optional,
    currencyCode: optional,
    originSystem: optional,
    description: optional,
    reason: fc.option(reason),
  }),
  InvoiceDisputeReasonAssigned: recordOf<DataOf<'InvoiceDisputeReasonAssigned'>>({
    ...act,
    before: fc.option(reason),
    reason,
  }),
  InvoiceDisputeResolutionAssigned: recordOf<DataOf<'InvoiceDisputeResolutionAssigned'>>({
    ...act,
    before: fc.option(resolution),
    resolution,
  }),
  InvoiceDisputeClosed: recordOf<DataOf<'InvoiceDisputeClosed'>>({
    ...act,
    before: fc.option(resolution),
    resolution,
    cause: fc.constantFrom('decided', 'invoice-closed'),
    notes: optional,
  }),
  InvoiceDisputeCancelled: recordOf<DataOf<'InvoiceDisputeCancelled'>>({ ...act, notes: optional }),
  LinkReservationLapsed: recordOf<DataOf<'LinkReservationLapsed'>>({ reservationId, by: text }),
};
