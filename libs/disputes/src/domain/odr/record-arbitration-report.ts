import { accept } from '#libs/kernel';
import type { ArbitrationReport, ArbitratorAppointment } from './arbitration-report.js';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';
import { resolveReappointments } from './reappointment.js';
import { changesBetween } from './report-changes.js';
import { newFacts } from './report-facts.js';
import { warningsOf } from './report-warnings.js';
import { admitMessage, type InstitutionMessage, messageData } from './institution-message.js';

export interface RecordArbitrationReport {
  readonly type: 'RecordArbitrationReport';
  readonly data: InstitutionMessage & {
    readonly report: ArbitrationReport;
    readonly appointments: readonly ArbitratorAppointment[];
  };
}

/**
 * A report is recorded as it was given, whatever it contradicts, followed by the facts that changed since the
 * last one. The same report again is one more report and no new fact.
 */
export const recordArbitrationReport = (
  { data }: RecordArbitrationReport,
  state: Dispute,
): DisputeDecision => {
  const admitted = admitMessage(data, state);
  if (admitted.outcome === 'rejected') return admitted;
  const last = state.kind === 'odr' ? state.lastReport : null;
  const known = state.kind === 'odr' ? state.arbitrators : [];
  const current = { report: data.report, appointments: resolveReappointments(data.appointments, known) };
  return accept<DisputeEvent>(
    ...admitted.events,
    {
      type: 'ArbitrationReportFiled',
      data: {
        ...messageData(data),
        version: (last?.version ?? 0) + 1,
        ...current,
        warnings: warningsOf(current, last),
        changes: last === null ? [] : changesBetween(last, current),
      },
    },
    ...newFacts(current, last),
  );
};
