import { assertNever, type Decider, reject, type Rejected } from '#libs/kernel';
import { decideDelivery } from './delivery/delivery-decider.js';
import { openDeliveryDispute } from './delivery/open-delivery-dispute.js';
import type { DisputeCommand } from './dispute-command.js';
import type { DisputeDecision, DisputeRefusal } from './dispute-decision.js';
import type { DisputeEvent } from './dispute-event.js';
import { type Dispute, evolve, unknownDispute } from './dispute.js';
import { decideInvoice } from './invoice/invoice-decider.js';
import { lapseReservation } from './invoice/lapse-reservation.js';
import { openInvoiceDispute } from './invoice/open-invoice-dispute.js';
import { notAssigned } from './odr/institution-message.js';
import { decideOdr } from './odr/odr-decider.js';

/**
 * Hands the command to the decider of its kind. A command to a dispute of another kind is refused as if the
 * dispute did not exist, belonged to another institution or, for an opening, had taken the id: the refusal
 * does not reveal its kind.
 */
const decide = (command: DisputeCommand, state: Dispute): DisputeDecision<DisputeEvent> => {
  switch (command.type) {
    case 'RecordUpdate':
    case 'RecordStatus':
    case 'RecordConciliationReport':
    case 'RecordArbitrationReport':
      if (state.kind === 'unknown') return decideOdr(command, null);
      return state.kind === 'odr' ? decideOdr(command, state) : notAssigned();
    case 'OpenDeliveryDispute':
      return state.kind === 'unknown' ? openDeliveryDispute(command) : disputeExists();
    case 'StartDeliveryInvestigation':
    case 'GatherDeliveryEvidence':
    case 'RespondAsOperator':
    case 'RespondAsAdvertiser':
    case 'EscalateDeliveryDispute':
    case 'WithdrawDeliveryDispute':
    case 'ResolveDeliveryDispute':
      return state.kind === 'delivery' ? decideDelivery(command, state) : disputeNotFound();
    case 'OpenInvoiceDispute':
      return state.kind === 'unknown' ? openInvoiceDispute(command, state) : disputeExists();
    case 'AssignReason':
    case 'AssignExternalReason':
    case 'AssignResolution':
    case 'CloseInvoiceDispute':
    case 'CancelInvoiceDispute':
      return state.kind === 'invoice' ? decideInvoice(command, state) : disputeNotFound();
    case 'LapseReservation':
      if (state.kind !== 'unknown' && state.kind !== 'invoice') return disputeNotFound();
      return lapseReservation(command, state);
    default:
      return assertNever(command);
  }
};

const disputeNotFound = (): Rejected<DisputeRefusal> =>
  reject('dispute-not-found', 'There is no such dispute.');

const disputeExists = (): Rejected<DisputeRefusal> =>
  reject('dispute-exists', 'There is a dispute with this id already.');

export const disputeDecider: Decider<DisputeCommand, Dispute, DisputeEvent, DisputeRefusal> = {
  initial: unknownDispute,
  decide,
  evolve,
};
