import { assertNever } from '#libs/kernel';
import type { ArbitrationReport, ResolvedAppointment, Warning } from '../domain/arbitration-report.js';
import type {
  ArbitrationReportFiled,
  DisputeUpdateRecorded,
  OdrDisputeReferenced,
  Proceeding,
} from '../domain/dispute-event.js';
import { maskPan } from './personal-data.js';
import type { RecordedDisputeEvent } from './recorded-dispute-event.js';

/** The words that every kind of dispute shares, beside its own vendor's. */
export type NormalisedStatus =
  'open' | 'in-progress' | 'awaiting-party' | 'escalated' | 'resolved' | 'withdrawn';

/** A dispute as people read it. Personal tax numbers are masked. */
export interface DisputeView {
  readonly tenant: string;
  readonly disputeId: string;
  readonly scheme: 'smart-odr';
  readonly status: NormalisedStatus;
  readonly institution: string;
  readonly proceeding: Proceeding;
  readonly openedAt: string;
  readonly openedPosition: string;
  readonly updatedAt: string;
  readonly revision: string;
  readonly position: string;
  readonly updateCount: number;
  readonly lastUpdate: { readonly text: string; readonly by: string; readonly recordedAt: string } | null;
  readonly reportCount: number;
  readonly report: ArbitrationReport | null;
  readonly appointments: readonly ResolvedAppointment[];
  /** Of the latest report. */
  readonly warnings: readonly Warning[];
}

/** What the event makes of the dispute; null before it became known. */
export const projectDispute = (
  view: DisputeView | null,
  recorded: RecordedDisputeEvent,
): DisputeView | null => {
  const { event } = recorded;
  if (event.type === 'OdrDisputeReferenced') return referenced(event, recorded);
  if (view === null) return null;
  const seen = { ...view, ...changed(recorded) };
  switch (event.type) {
    case 'DisputeUpdateRecorded':
      return withUpdate(seen, event, recorded);
    case 'ArbitrationReportFiled':
      return withReport(seen, event);
    case 'ArbitratorAppointed':
    case 'ArbitratorReappointed':
    case 'ArbitratorAccepted':
    case 'ArbitratorRejected':
    case 'ArbitrationFeePaid':
    case 'AwardMade':
    case 'AwardReceived':
    case 'AwardSent':
    case 'ChallengeIntentionReceived':
      // The report beside it says the same; the timeline tells it apart.
      return seen;
    default:
      return assertNever(event);
  }
};

const changed = ({ recordedAt, revision, position }: RecordedDisputeEvent) => ({
  updatedAt: recordedAt,
  revision: String(revision),
  position: String(position),
});

const referenced = ({ data }: OdrDisputeReferenced, recorded: RecordedDisputeEvent): DisputeView => ({
  tenant: recorded.tenant,
  disputeId: recorded.disputeId,
  scheme: 'smart-odr',
  // A report does not change the status: SMART ODR has an API of its own for that.
  status: 'open',
  institution: data.institution,
  proceeding: data.proceeding,
  openedAt: recorded.recordedAt,
  openedPosition: String(recorded.position),
  ...changed(recorded),
  updateCount: 0,
  lastUpdate: null,
  reportCount: 0,
  report: null,
  appointments: [],
  warnings: [],
});

const withUpdate = (
  view: DisputeView,
  { data }: DisputeUpdateRecorded,
  { recordedAt }: RecordedDisputeEvent,
): DisputeView => ({
  ...view,
  proceeding: data.proceeding,
  updateCount: view.updateCount + 1,
  lastUpdate: { text: maskPan(data.update), by: maskPan(data.userName), recordedAt },
});

const withReport = (view: DisputeView, { data }: ArbitrationReportFiled): DisputeView => ({
  ...view,
  proceeding: data.proceeding,
  reportCount: data.version,
  report: data.report,
  appointments: data.appointments.map((appointment) => ({
    ...appointment,
    name: maskPan(appointment.name),
    pan: maskPan(appointment.pan),
    onBehalfOf: appointment.onBehalfOf === null ? null : maskPan(appointment.onBehalfOf),
    onBehalfOfPan: appointment.onBehalfOfPan === null ? null : maskPan(appointment.onBehalfOfPan),
  })),
  warnings: data.warnings,
});
