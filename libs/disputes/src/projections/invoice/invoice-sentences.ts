import { assertNever } from '#libs/kernel';
import type { AssignedResolution, InvoiceDisputeEvent } from '../../domain/invoice/invoice-event.js';
import type { EventDescription, FieldChange } from '../event-description.js';
import { invoiceStageAfter } from './invoice-dispute-view.js';

/** Describes the event for a person who was not there. No event claims a day. */
export const describeInvoiceEvent = (event: InvoiceDisputeEvent): EventDescription => ({
  summary: invoiceSentence(event),
  occurredAt: null,
  changes: [...stageChange(event), ...linkChange(event)],
  warnings: [],
});

const invoiceSentence = (event: InvoiceDisputeEvent): string => {
  switch (event.type) {
    case 'InvoiceDisputeOpened': {
      const { by, documentNumber, amount, currencyCode, reason } = event.data;
      const over = amount === null ? '' : ` over ${[amount, currencyCode ?? ''].join(' ').trim()}`;
      const because = reason === null ? '' : `, because of ${named(reason)}`;
      return `${by} opened a dispute of invoice ${documentNumber}${over}${because}.`;
    }
    case 'InvoiceDisputeReasonAssigned':
      return `${event.data.by} gave the reason ${named(event.data.reason)}.`;
    case 'InvoiceDisputeExternalReasonAssigned':
      return `${event.data.by} gave the external reason ${named(event.data.externalReason)}.`;
    case 'InvoiceDisputeResolutionAssigned':
      return `${event.data.by} assigned the resolution ${named(event.data.resolution)}.`;
    case 'InvoiceDisputeClosed': {
      const { by, resolution, cause } = event.data;
      const why = cause === 'invoice-closed' ? ', as the invoice was closed' : '';
      return `${by} closed the dispute as ${validity(resolution)}${why}: ${named(resolution)}.`;
    }
    case 'InvoiceDisputeCancelled':
      return `${event.data.by} cancelled the dispute.`;
    case 'LinkReservationLapsed':
      return 'An unfinished change of the dispute was given up.';
    default:
      return assertNever(event);
  }
};

const named = ({ code, description }: { code: string; description: string | null }): string =>
  description === null ? code : `${code} (${description})`;

const validity = ({ isValid }: AssignedResolution): string => (isValid ? 'valid' : 'not valid');

const stageChange = ({ type }: InvoiceDisputeEvent): readonly FieldChange[] => {
  const to = invoiceStageAfter[type];
  if (to === null) return [];
  return [{ field: 'stage', from: type === 'InvoiceDisputeOpened' ? null : 'opened', to }];
};

const linkChange = (event: InvoiceDisputeEvent): readonly FieldChange[] => {
  switch (event.type) {
    case 'InvoiceDisputeReasonAssigned': {
      const { before, reason } = event.data;
      return [{ field: 'reason', from: before?.code ?? null, to: reason.code }];
    }
    case 'InvoiceDisputeExternalReasonAssigned': {
      const { before, externalReason } = event.data;
      return [{ field: 'externalReason', from: before?.code ?? null, to: externalReason.code }];
    }
    case 'InvoiceDisputeResolutionAssigned':
    case 'InvoiceDisputeClosed': {
      const { before, resolution } = event.data;
      return resolutionChange(before, resolution);
    }
    case 'InvoiceDisputeCancelled':
      return givenUp(event.data.before);
    case 'InvoiceDisputeOpened':
    case 'LinkReservationLapsed':
      return [];
    default:
      return assertNever(event);
  }
};

const resolutionChange = (
  before: AssignedResolution | null,
  { resolutionId, code }: AssignedResolution,
): readonly FieldChange[] =>
  before?.resolutionId === resolutionId
    ? []
    : [{ field: 'resolution', from: before?.code ?? null, to: code }];

const givenUp = (before: AssignedResolution | undefined): readonly FieldChange[] =>
  before === undefined ? [] : [{ field: 'resolution', from: before.code, to: null }];
