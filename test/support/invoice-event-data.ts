import fc from 'fast-check';
import type { InvoiceDisputeEvent } from '../../libs/disputes/src/domain/invoice/invoice-event.js';

const recordOf = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(fields, { noNullPrototype: true });

/** Returns records that may lack any of the optional fields. */
const withOptional = <Required, Optional>(
  required: { [K in keyof Required]: fc.Arbitrary<Required[K]> },
  optionalFields: { [K in keyof Optional]-?: fc.Arbitrary<NonNullable<Optional[K]>> },
): fc.Arbitrary<Required & Partial<Optional>> =>
  fc
    .tuple(recordOf(required), fc.record(optionalFields, { requiredKeys: [], noNullPrototype: true }))
    .map(([always, sometimes]) => ({ ...always, ...sometimes }) as Required & Partial<Optional>);

const text = fc.string({ unit: 'binary' });
const optional = fc.option(fc.string());
const act = { by: text, received: text };
const reservationId = fc.constantFrom('reservation-1', 'reservation-2', 'reservation-3');

const reason = withOptional(
  {
    reservationId,
    reasonId: fc.constantFrom('reason-1', 'reason-2'),
    code: fc.string(),
    description: optional,
    categoryId: fc.string(),
    categoryCode: fc.string(),
  },
  { categoryDescription: fc.string() },
);

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
  InvoiceDisputeOpened: withOptional(
    {
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
    },
    {
      externalReason: reason,
      disputeCode: fc.string(),
      assigneeId: fc.string(),
      assigneeName: fc.string(),
      departmentId: fc.string(),
      departmentName: fc.string(),
      platformAccountId: fc.string(),
      userId: fc.string(),
    },
  ),
  InvoiceDisputeReasonAssigned: withOptional(
    { ...act, before: fc.option(reason), reason },
    { notes: fc.string() },
  ),
  InvoiceDisputeExternalReasonAssigned: recordOf<DataOf<'InvoiceDisputeExternalReasonAssigned'>>({
    ...act,
    before: fc.option(reason),
    externalReason: reason,
    notes: optional,
  }),
  InvoiceDisputeResolutionAssigned: withOptional(
    { ...act, before: fc.option(resolution), resolution },
    { notes: fc.string() },
  ),
  InvoiceDisputeClosed: recordOf<DataOf<'InvoiceDisputeClosed'>>({
    ...act,
    before: fc.option(resolution),
    resolution,
    cause: fc.constantFrom('decided', 'invoice-closed'),
    notes: optional,
  }),
  InvoiceDisputeCancelled: withOptional({ ...act, notes: optional }, { before: resolution }),
  LinkReservationLapsed: recordOf<DataOf<'LinkReservationLapsed'>>({ reservationId, by: text }),
};
