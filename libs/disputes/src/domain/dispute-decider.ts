import { assertNever, type Decider } from '#libs/kernel';
import { assignReason } from './decide/assign-reason.js';
import { assignResolution } from './decide/assign-resolution.js';
import { cancelInvoiceDispute } from './decide/cancel-invoice-dispute.js';
import { closeInvoiceDispute } from './decide/close-invoice-dispute.js';
import { escalateDispute } from './decide/escalate-dispute.js';
import { gatherEvidence } from './decide/gather-evidence.js';
import { lapseReservation } from './decide/lapse-reservation.js';
import { openDeliveryDispute } from './decide/open-delivery-dispute.js';
import { openInvoiceDispute } from './decide/open-invoice-dispute.js';
import { recordArbitrationReport } from './decide/record-arbitration-report.js';
import { recordUpdate } from './decide/record-update.js';
import { resolveDispute } from './decide/resolve-dispute.js';
import { respondAsAdvertiser } from './decide/respond-as-advertiser.js';
import { respondAsOperator } from './decide/respond-as-operator.js';
import { startInvestigation } from './decide/start-investigation.js';
import { withdrawDispute } from './decide/withdraw-dispute.js';
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
