import { assertNever, type Decider } from '#libs/kernel';
import { assignReason } from './invoice/assign-reason.js';
import { assignResolution } from './invoice/assign-resolution.js';
import { cancelInvoiceDispute } from './invoice/cancel-invoice-dispute.js';
import { closeInvoiceDispute } from './invoice/close-invoice-dispute.js';
import { escalateDispute } from './delivery/escalate-delivery-dispute.js';
import { gatherEvidence } from './delivery/gather-delivery-evidence.js';
import { lapseReservation } from './invoice/lapse-reservation.js';
import { openDeliveryDispute } from './delivery/open-delivery-dispute.js';
import { openInvoiceDispute } from './invoice/open-invoice-dispute.js';
import { recordArbitrationReport } from './odr/record-arbitration-report.js';
import { recordUpdate } from './odr/record-update.js';
import { resolveDispute } from './delivery/resolve-delivery-dispute.js';
import { respondAsAdvertiser } from './delivery/respond-as-advertiser.js';
import { respondAsOperator } from './delivery/respond-as-operator.js';
import { startInvestigation } from './delivery/start-delivery-investigation.js';
import { withdrawDispute } from './delivery/withdraw-delivery-dispute.js';
import type { DisputeCommand } from './dispute-command.js';
import type { DisputeDecision, DisputeRefusal } from './dispute-decision.js';
import type { DisputeEvent } from './dispute-event.js';
import { type Dispute, evolve, unknownDispute } from './dispute.js';

const decide = (command: DisputeCommand, state: Dispute): DisputeDecision => {
  switch (command.type) {
    case 'RecordUpdate':
      return recordUpdate(command, state);
    case 'RecordArbitrationReport':
      return recordArbitrationReport(command, state);
    case 'OpenDeliveryDispute':
      return openDeliveryDispute(command, state);
    case 'StartInvestigation':
      return startInvestigation(command, state);
    case 'GatherEvidence':
      return gatherEvidence(command, state);
    case 'RespondAsOperator':
      return respondAsOperator(command, state);
    case 'RespondAsAdvertiser':
      return respondAsAdvertiser(command, state);
    case 'EscalateDispute':
      return escalateDispute(command, state);
    case 'WithdrawDispute':
      return withdrawDispute(command, state);
    case 'ResolveDispute':
      return resolveDispute(command, state);
    case 'OpenInvoiceDispute':
      return openInvoiceDispute(command, state);
    case 'AssignReason':
      return assignReason(command, state);
    case 'AssignResolution':
      return assignResolution(command, state);
    case 'CloseInvoiceDispute':
      return closeInvoiceDispute(command, state);
    case 'CancelInvoiceDispute':
      return cancelInvoiceDispute(command, state);
    case 'LapseReservation':
      return lapseReservation(command, state);
    default:
      return assertNever(command);
  }
};

export const disputeDecider: Decider<DisputeCommand, Dispute, DisputeEvent, DisputeRefusal> = {
  initial: unknownDispute,
  decide,
  evolve,
};
