import { assertNever } from '#libs/kernel';
import type { ArbitrationReport, ResolvedAppointment } from './arbitration-report.js';
import type { ReportedConciliation } from './conciliation-report.js';
import type { ArbitrationReportFiled, ConciliationReportFiled, OdrDisputeEvent } from './odr-event.js';
import { type OdrStatus, statusAfter } from './odr-status.js';

/** What a decision on a dispute before an institution needs to know, and no more. */
export interface OdrDispute {
  readonly kind: 'odr';
  readonly institution: string;
  /** The status in force; null before the first report of one. */
  readonly status: OdrStatus | null;
  readonly lastReport: LastReport | null;
  readonly lastConciliation: LastConciliation | null;
  /** Everybody whom any report named, so that a reappointment can be traced to a predecessor. */
  readonly arbitrators: readonly KnownArbitrator[];
}

export interface LastReport {
  /** 1 for a dispute's first report. */
  readonly version: number;
  readonly report: ArbitrationReport;
  readonly appointments: readonly ResolvedAppointment[];
}

export interface LastConciliation extends ReportedConciliation {
  /** 1 for a dispute's first report. */
  readonly version: number;
}

export interface KnownArbitrator {
  readonly seat: number;
  readonly name: string;
  readonly pan: string;
}

/** Returns the dispute after the event; null before the event that makes it known. */
export const evolveOdr = (state: OdrDispute | null, event: OdrDisputeEvent): OdrDispute | null => {
  switch (event.type) {
    case 'OdrDisputeReferenced':
      return known(event.data.institution);
    case 'DisputeStatusReported':
      return state && { ...state, status: statusAfter(state.status, event.data.status) };
    case 'ConciliationReportFiled':
      return state && { ...state, lastConciliation: lastConciliation(event) };
    case 'ArbitrationReportFiled':
      return state && withReport(state, event);
    case 'DisputeUpdateRecorded':
    case 'ArbitratorAppointed':
    case 'ArbitratorReappointed':
    case 'ArbitratorAccepted':
    case 'ArbitratorRejected':
    case 'ArbitrationFeePaid':
    case 'AwardMade':
    case 'AwardReceived':
    case 'AwardSent':
    case 'ChallengeIntentionReceived':
      // No decision rests on an update, and the facts of a report are in the report.
      return state;
    default:
      return assertNever(event);
  }
};

const known = (institution: string): OdrDispute => ({
  kind: 'odr',
  institution,
  status: null,
  lastReport: null,
  lastConciliation: null,
  arbitrators: [],
});

const lastConciliation = ({
  data: { version, report, conciliators },
}: ConciliationReportFiled): LastConciliation => ({ version, report, conciliators });

const withReport = (state: OdrDispute, { data }: ArbitrationReportFiled): OdrDispute => {
  const { version, report, appointments } = data;
  const newlyNamed = appointments
    .filter(
      ({ seat, pan, name }) =>
        !state.arbitrators.some((a) => a.seat === seat && a.pan === pan && a.name === name),
    )
    .map(({ seat, name, pan }): KnownArbitrator => ({ seat, name, pan }));
  return {
    ...state,
    lastReport: { version, report, appointments },
    arbitrators: newlyNamed.length === 0 ? state.arbitrators : [...state.arbitrators, ...newlyNamed],
  };
};
