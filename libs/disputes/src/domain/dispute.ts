import { assertNever } from '#libs/kernel';
import type { ArbitrationReport, ResolvedAppointment } from './arbitration-report.js';
import type { ArbitrationReportFiled, DisputeEvent } from './dispute-event.js';

/** What a decision on a dispute needs to know, and no more. */
export type Dispute = UnknownDispute | OdrDispute;

/** Nothing was ever recorded of it. */
export interface UnknownDispute {
  readonly status: 'unknown';
}

export interface OdrDispute {
  readonly status: 'open';
  readonly institution: string;
  readonly lastReport: LastReport | null;
  /** Everybody whom any report named, so that a reappointment can be traced to a predecessor. */
  readonly arbitrators: readonly KnownArbitrator[];
}

export interface LastReport {
  readonly version: number;
  readonly report: ArbitrationReport;
  readonly appointments: readonly ResolvedAppointment[];
}

export interface KnownArbitrator {
  readonly seat: number;
  readonly name: string;
  readonly pan: string;
}

export const unknownDispute: Dispute = { status: 'unknown' };

export const evolve = (state: Dispute, event: DisputeEvent): Dispute => {
  switch (event.type) {
    case 'OdrDisputeReferenced':
      return { status: 'open', institution: event.data.institution, lastReport: null, arbitrators: [] };
    case 'ArbitrationReportFiled':
      return state.status === 'unknown' ? state : withReport(state, event);
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
      // Told by the report already; no decision rests on them alone.
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
