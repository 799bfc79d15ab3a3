import { assertNever } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { OdrDispute } from './odr-dispute.js';
import type { OdrDisputeEvent } from './odr-event.js';
import { type RecordArbitrationReport, recordArbitrationReport } from './record-arbitration-report.js';
import { type RecordConciliationReport, recordConciliationReport } from './record-conciliation-report.js';
import { type RecordStatus, recordStatus } from './record-status.js';
import { type RecordUpdate, recordUpdate } from './record-update.js';

/** Everything that an institution can ask for: one line per act. */
export type OdrCommand = RecordUpdate | RecordStatus | RecordArbitrationReport | RecordConciliationReport;

/** Decides each act of an institution; null is a dispute that nobody has written to yet. */
export const decideOdr = (
  command: OdrCommand,
  state: OdrDispute | null,
): DisputeDecision<OdrDisputeEvent> => {
  switch (command.type) {
    case 'RecordUpdate':
      return recordUpdate(command, state);
    case 'RecordStatus':
      return recordStatus(command, state);
    case 'RecordConciliationReport':
      return recordConciliationReport(command, state);
    case 'RecordArbitrationReport':
      return recordArbitrationReport(command, state);
    default:
      return assertNever(command);
  }
};

const ODR_COMMANDS = {
  RecordUpdate: true,
  RecordStatus: true,
  RecordArbitrationReport: true,
  RecordConciliationReport: true,
} as const satisfies Record<OdrCommand['type'], true>;

export const isOdrCommand = (command: { readonly type: string }): command is OdrCommand =>
  Object.hasOwn(ODR_COMMANDS, command.type);
