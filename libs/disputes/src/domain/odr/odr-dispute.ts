import { assertNever } from '#libs/kernel';
import type { ArbitrationReport, ResolvedAppointment } from './arbitration-report.js';
import type { ArbitrationReportFiled, OdrDisputeEvent } from './odr-event.js';

/** What a decision on a dispute before an institution needs to know, and no more. */
export interface OdrDispute {
  readonly kind: 'odr';
  readonly institution: string;
  readonly lastReport: LastReport | null;
  /** Everybody whom any report named, so that a reappointment can be traced to a predecessor. */
  readonly arbitrators: readonly KnownArbitrator[];
}

export interface LastReport {
  /** 1 for a dispute's first report. */
  readonly version: number;
  readonly report: ArbitrationReport;
  readonly appointments: readonly ResolvedAppointment[];
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
      return { kind: 'odr', institution: event.data.institution, lastReport: null, arbitrators: [] };
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
