import type { AdmittedRequest } from '#libs/access';
import type { LinkTarget } from '#libs/dispute-configuration';
import type { InvoiceDisputeView } from '#libs/disputes';
import type { LinkedChanged } from './change-linked-dispute.js';

export interface InvoiceToClose {
  readonly documentNumber: string;
  /** The request body, byte for byte, as UTF-8 text. */
  readonly received: string;
}

export type Refused = Extract<LinkedChanged, { outcome: 'rejected' }>;

/** A dispute that was closed by the end of the request, and its revision then. */
interface ClosedDispute {
  readonly disputeId: string;
  readonly revision: bigint;
}

export interface Settled {
  readonly outcome: 'committed';
  /** The invoice's closed disputes, the newest first. */
  readonly disputes: readonly ClosedDispute[];
  /** The position of the last change; that of the configuration if no dispute is closed. */
  readonly position: bigint;
  readonly isRepeat: boolean;
}

export type NotBegun =
  | Refused
  /** The tenant has no resolution for closed invoices. */
  | { readonly outcome: 'no-resolution' }
  /** The list of the invoice's disputes is behind the log. */
  | { readonly outcome: 'list-behind' }
  /** The invoice has more disputes than one request may close. */
  | { readonly outcome: 'too-many'; readonly limit: number };

export type InvoiceClosed = Settled | NotBegun;

/** A request to close an invoice. */
export interface Closing {
  readonly invoice: InvoiceToClose;
  readonly request: AdmittedRequest;
}

/** What is to be closed, and with which resolution. */
export interface Prepared {
  readonly outcome: 'prepared';
  readonly target: LinkTarget;
  readonly position: bigint;
  readonly disputes: readonly InvoiceDisputeView[];
}

export const keyOf = ({ invoice, request }: Closing) => ({
  tenant: request.principal.tenant,
  documentNumber: invoice.documentNumber,
});
