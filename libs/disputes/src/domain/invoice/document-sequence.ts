import { accept, type Decider, type Decision, eventCodec, type EventCodec, unchanged } from '#libs/kernel';

/** The numbers of a document's disputes, by dispute. */
export type DocumentSequence = ReadonlyMap<string, number>;

/** Gives a dispute the next number of its document; the number that it has, if it has one. */
export interface NumberDispute {
  readonly type: 'NumberDispute';
  readonly data: { readonly documentNumber: string; readonly disputeId: string; readonly by: string };
}

export interface InvoiceDisputeNumbered {
  readonly type: 'InvoiceDisputeNumbered';
  readonly data: NumberDispute['data'] & { readonly number: number };
}

const unnumbered: DocumentSequence = new Map();

const decide = (
  { data }: NumberDispute,
  sequence: DocumentSequence,
): Decision<InvoiceDisputeNumbered, never> =>
  sequence.has(data.disputeId)
    ? accept()
    : accept({ type: 'InvoiceDisputeNumbered', data: { ...data, number: sequence.size + 1 } });

/** Adds to the sequence in place: a copy for every event would make the load of a long one quadratic. */
const evolve = (sequence: DocumentSequence, { data }: InvoiceDisputeNumbered): DocumentSequence => {
  const owned = sequence === unnumbered ? new Map<string, number>() : (sequence as Map<string, number>);
  return owned.set(data.disputeId, data.number);
};

export const documentSequenceDecider: Decider<
  NumberDispute,
  DocumentSequence,
  InvoiceDisputeNumbered,
  never
> = { initial: unnumbered, decide, evolve };

const asStored = unchanged<InvoiceDisputeNumbered>();

export const documentSequenceCodec: EventCodec<InvoiceDisputeNumbered> = eventCodec<InvoiceDisputeNumbered>()(
  { InvoiceDisputeNumbered: 'InvoiceDisputeNumbered.v1' },
  {
    'InvoiceDisputeNumbered.v1': asStored(
      'InvoiceDisputeNumbered',
      'documentNumber',
      'disputeId',
      'by',
      'number',
    ),
  },
);

/** Returns the vendor's code: `D-<document number>-##`, with two digits or more. */
export const disputeCodeOf = (documentNumber: string, number: number): string =>
  `D-${documentNumber}-${String(number).padStart(2, '0')}`;
