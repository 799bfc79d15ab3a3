import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import { awardOf } from './award.js';
import { admitMessage, type InstitutionMessage, messageData } from './institution-message.js';
import type { OdrDispute } from './odr-dispute.js';
import type { OdrDisputeEvent } from './odr-event.js';
import { type OdrStatus, statusWarnings } from './odr-status.js';

export interface RecordStatus {
  readonly type: 'RecordStatus';
  readonly data: InstitutionMessage & { readonly status: OdrStatus };
}

/**
 * Records the status that an institution reports, whatever it follows: what is unexpected becomes a warning.
 * The status that is in force already is recorded as received again, and changes nothing.
 */
export const recordStatus = (
  { data }: RecordStatus,
  state: OdrDispute | null,
): DisputeDecision<OdrDisputeEvent> => {
  const admitted = admitMessage(data, state);
  if (admitted.outcome === 'rejected') return admitted;
  const { status, proceeding } = data;
  const inForce = state?.status ?? null;
  return accept<OdrDisputeEvent>(...admitted.events, {
    type: 'DisputeStatusReported',
    data: {
      ...messageData(data, state),
      status,
      from: inForce,
      award: status === 'ARB_RES' && state?.lastReport ? awardOf(state.lastReport.report) : null,
      warnings: statusWarnings(status, { inForce, proceeding }),
    },
  });
};
