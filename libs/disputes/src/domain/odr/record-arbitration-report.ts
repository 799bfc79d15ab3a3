import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { ArbitrationReport, ArbitratorAppointment } from './arbitration-report.js';
import { admitMessage, type InstitutionMessage, messageData } from './institution-message.js';
import type { OdrDispute } from './odr-dispute.js';
import type { OdrDisputeEvent } from './odr-event.js';
import { resolveReappointments } from './reappointment.js';
import { changesBetween } from './report-changes.js';
import { newFacts } from './report-facts.js';
import { warningsOf } from './report-warnings.js';
import { inSeatOrder } from './seat-order.js';

export interface RecordArbitrationReport {
  readonly type: 'RecordArbitrationReport';
  readonly data: InstitutionMessage & {
    readonly report: ArbitrationReport;
    readonly appointments: readonly ArbitratorAppointment[];
  };
}

/**
 * Records a report as it was given, whatever it contradicts, followed by the facts that changed since the
 * last one. The same report again is one more report and no new fact.
 */
export const recordArbitrationReport = (
  { data }: RecordArbitrationReport,
  state: OdrDispute | null,
): DisputeDecision<OdrDisputeEvent> => {
  const admitted = admitMessage(data, state);
  if (admitted.outcome === 'rejected') return admitted;
  const { lastReport: last, arbitrators } = state ?? { lastReport: null, arbitrators: [] };
  const current = {
    report: data.report,
    appointments: resolveReappointments(inSeatOrder(data.appointments), arbitrators),
  };
  return accept<OdrDisputeEvent>(
    ...admitted.events,
    {
      type: 'ArbitrationReportFiled',
      data: {
        ...messageData(data, state),
        version: (last?.version ?? 0) + 1,
        ...current,
        warnings: warningsOf(current, last),
        changes: last === null ? [] : changesBetween(last, current),
      },
    },
    ...newFacts(current, last),
  );
};
