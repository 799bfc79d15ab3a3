import { assertNever } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import {
  type AssignExternalReason,
  assignExternalReason,
  type AssignReason,
  assignReason,
} from './assign-reason.js';
import { type AssignResolution, assignResolution } from './assign-resolution.js';
import { type CancelInvoiceDispute, cancelInvoiceDispute } from './cancel-invoice-dispute.js';
import { type CloseInvoiceDispute, closeInvoiceDispute } from './close-invoice-dispute.js';
import type { InvoiceDispute } from './invoice-dispute.js';
import type { InvoiceDisputeEvent } from './invoice-event.js';

/** Everything that can be asked of an invoice dispute that was opened: one line per act. */
export type InvoiceDisputeAct =
  AssignReason | AssignExternalReason | AssignResolution | CloseInvoiceDispute | CancelInvoiceDispute;

/** Decides each act on an invoice dispute that was opened. */
export const decideInvoice = (
  act: InvoiceDisputeAct,
  dispute: InvoiceDispute,
): DisputeDecision<InvoiceDisputeEvent> => {
  switch (act.type) {
    case 'AssignReason':
      return assignReason(act, dispute);
    case 'AssignExternalReason':
      return assignExternalReason(act, dispute);
    case 'AssignResolution':
      return assignResolution(act, dispute);
    case 'CloseInvoiceDispute':
      return closeInvoiceDispute(act, dispute);
    case 'CancelInvoiceDispute':
      return cancelInvoiceDispute(act, dispute);
    default:
      return assertNever(act);
  }
};
