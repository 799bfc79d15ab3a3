import { assertNever } from '#libs/kernel';
import type { Change } from '../../domain/odr/arbitration-report.js';
import type { AssignedResolution, InvoiceDisputeEvent } from '../../domain/invoice/invoice-event.js';
import { invoiceStageAfter } from './invoice-dispute-view.js';

/** What happened, for a person who was not there. */
export const invoiceSentence = (event: InvoiceDisputeEvent): string => {
  switch (event.type) {
    case 'InvoiceDisputeOpened': {
      const { by, documentNumber, amount, currencyCode, reason } = event.data;
      const over = amount === null ? '' : ` over ${[amount, currencyCode ?? ''].join(' ').trim()}`;
      const because = reason === null ? '' : `, because of ${named(reason)}`;
      return `${by} opened a dispute of invoice ${documentNumber}${over}${because}.`;
    }
    case 'InvoiceDisputeReasonAssigned':
      return `${event.data.by} gave the reason ${named(event.data.reason)}.`;
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

/** What the event changed, from what to what. */
export const invoiceChanges = (event: InvoiceDisputeEvent): readonly Change[] => [
  ...stageChange(event),
  ...linkChange(event),
];

const stageChange = ({ type }: InvoiceDisputeEvent): readonly Change[] => {
  const to = invoiceStageAfter[type];
  if (to === null) return [];
  return [{ field: 'stage', from: type === 'InvoiceDisputeOpened' ? null : 'opened', to }];
};

const linkChange = ({ type, data }: InvoiceDisputeEvent): readonly Change[] => {
  switch (type) {
    case 'InvoiceDisputeReasonAssigned':
      return [{ field: 'reason', from: data.before?.code ?? null, to: data.reason.code }];
    case 'InvoiceDisputeResolutionAssigned':
    case 'InvoiceDisputeClosed':
      return data.before?.resolutionId === data.resolution.resolutionId
        ? []
        : [{ field: 'resolution', from: data.before?.code ?? null, to: data.resolution.code }];
    default:
      return [];
  }
};
