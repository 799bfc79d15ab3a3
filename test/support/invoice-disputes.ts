import type {
  AssignedReason,
  AssignedResolution,
  InvoiceDisputeEvent,
} from '../../libs/disputes/src/domain/invoice/invoice-event.js';
import type { DisputeCommand } from '../../libs/disputes/src/domain/dispute-command.js';

type EventData<Type extends InvoiceDisputeEvent['type']> = Extract<
  InvoiceDisputeEvent,
  { type: Type }
>['data'];
type Command<Type extends DisputeCommand['type']> = Extract<DisputeCommand, { type: Type }>;

const act = { by: 'user-1', received: '{}' } as const;

export const damaged: AssignedReason = {
  reservationId: 'reservation-1',
  reasonId: 'reason-damaged',
  code: 'DAMAGED',
  description: 'Damaged in Shipping',
  categoryId: 'category-shipping',
  categoryCode: 'SHIPPING',
};

export const lost: AssignedReason = {
  ...damaged,
  reservationId: 'reservation-2',
  reasonId: 'reason-lost',
  code: 'LOST',
  description: null,
};

export const valid: AssignedResolution = {
  reservationId: 'reservation-3',
  resolutionId: 'resolution-valid',
  code: 'DISPVALID',
  description: 'Dispute Validated',
  isValid: true,
};

export const invalid: AssignedResolution = {
  reservationId: 'reservation-4',
  resolutionId: 'resolution-invalid',
  code: 'DISPINVALID',
  description: null,
  isValid: false,
};

export const invoiceDisputeOpened = (data: Partial<EventData<'InvoiceDisputeOpened'>> = {}) => ({
  type: 'InvoiceDisputeOpened' as const,
  data: {
    ...act,
    disputeId: 'dispute-1',
    documentNumber: 'INV-1001',
    poNumber: 'PO-7',
    accountNumber: 'ACC-1',
    accountName: 'Acme Stores',
    amount: '120.50',
    currencyCode: 'USD',
    originSystem: null,
    description: 'Two boxes were crushed.',
    reason: null,
    ...data,
  },
});

export const invoiceDisputeClosed = (data: Partial<EventData<'InvoiceDisputeClosed'>> = {}) => ({
  type: 'InvoiceDisputeClosed' as const,
  data: {
    ...act,
    before: null,
    resolution: valid,
    cause: 'decided' as const,
    notes: null,
    ...data,
  },
});

export const invoiceDisputeCancelled = (data: Partial<EventData<'InvoiceDisputeCancelled'>> = {}) => ({
  type: 'InvoiceDisputeCancelled' as const,
  data: { ...act, notes: null, ...data },
});

export const reasonAssigned = (reason: AssignedReason, before: AssignedReason | null = null) => ({
  type: 'InvoiceDisputeReasonAssigned' as const,
  data: { ...act, before, reason },
});

export const externalReasonAssigned = (
  externalReason: AssignedReason,
  before: AssignedReason | null = null,
) => ({
  type: 'InvoiceDisputeExternalReasonAssigned' as const,
  data: { ...act, before, externalReason, notes: null },
});

export const resolutionAssigned = (
  resolution: AssignedResolution,
  before: AssignedResolution | null = null,
) => ({ type: 'InvoiceDisputeResolutionAssigned' as const, data: { ...act, before, resolution } });

export const reservationLapsed = (reservationId: string) => ({
  type: 'LinkReservationLapsed' as const,
  data: { reservationId, by: 'user-1' },
});

export const openInvoiceDispute = (
  data: Partial<Command<'OpenInvoiceDispute'>['data']> = {},
): DisputeCommand => ({ type: 'OpenInvoiceDispute', data: { ...invoiceDisputeOpened().data, ...data } });

type Notes = string | null;

export const assignReason = (reason: AssignedReason, notes: Notes = null): DisputeCommand => ({
  type: 'AssignReason',
  data: { ...act, reason, notes },
});

export const assignExternalReason = (
  externalReason: AssignedReason,
  notes: Notes = null,
): DisputeCommand => ({ type: 'AssignExternalReason', data: { ...act, externalReason, notes } });

export const assignResolution = (resolution: AssignedResolution, notes: Notes = null): DisputeCommand => ({
  type: 'AssignResolution',
  data: { ...act, resolution, notes },
});

export const closeInvoiceDispute = (resolution: AssignedResolution, notes: Notes = null): DisputeCommand => ({
  type: 'CloseInvoiceDispute',
  data: { ...act, resolution, cause: 'decided', notes },
});

export const cancelInvoiceDispute = (notes: Notes = null): DisputeCommand => ({
  type: 'CancelInvoiceDispute',
  data: { ...act, notes },
});

export const lapseReservation = (reservationId: string): DisputeCommand => ({
  type: 'LapseReservation',
  data: { reservationId, by: 'user-1' },
});
