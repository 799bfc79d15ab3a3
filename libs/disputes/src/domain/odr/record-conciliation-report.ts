import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { ConciliationReport, Conciliator } from './conciliation-report.js';
import { admitMessage, type InstitutionMessage, messageData } from './institution-message.js';
import type { OdrDispute } from './odr-dispute.js';
import type { OdrDisputeEvent } from './odr-event.js';
import { conciliationChanges } from './report-changes.js';
import { conciliationWarnings } from './report-warnings.js';
import { inSeatOrder } from './seat-order.js';

export interface RecordConciliationReport {
  readonly type: 'RecordConciliationReport';
  readonly data: InstitutionMessage & {
    readonly report: ConciliationReport;
    readonly conciliators: readonly Conciliator[];
  };
}

/**
 * Records a report of a conciliation as it was given. The same report again is one more report without
 * changes. A report does not change the status of the dispute.
 */
export const recordConciliationReport = (
  { data }: RecordConciliationReport,
  state: OdrDispute | null,
): DisputeDecision<OdrDisputeEvent> => {
  const admitted = admitMessage(data, state);
  if (admitted.outcome === 'rejected') return admitted;
  const last = state?.lastConciliation ?? null;
  const current = { report: data.report, conciliators: inSeatOrder(data.conciliators) };
  return accept<OdrDisputeEvent>(...admitted.events, {
    type: 'ConciliationReportFiled',
    data: {
      ...messageData(data, state),
      version: (last?.version ?? 0) + 1,
      ...current,
      warnings: conciliationWarnings(current),
      changes: last === null ? [] : conciliationChanges(last, current),
    },
  });
};
