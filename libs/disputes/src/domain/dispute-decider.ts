import { assertNever, type Decider } from '#libs/kernel';
import { recordArbitrationReport } from './decide/record-arbitration-report.js';
import { recordUpdate } from './decide/record-update.js';
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
    default:
      return assertNever(command);
  }
};

export const disputeDecider: Decider<DisputeCommand, Dispute, DisputeEvent, DisputeRefusal> = {
  initial: unknownDispute,
  decide,
  evolve,
};
