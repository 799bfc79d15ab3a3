import { assertNever } from '#libs/kernel';
import { schemeOf, type SchemeOf } from '../../domain/dispute-kind.js';
import type { ArbitrationReport, ResolvedAppointment } from '../../domain/odr/arbitration-report.js';
import type {
  ArbitrationReportFiled,
  DisputeUpdateRecorded,
  OdrDisputeEvent,
  OdrDisputeReferenced,
  Proceeding,
} from '../../domain/odr/odr-event.js';
import { type DisputeHead, movedHead, openedHead } from '../dispute-head.js';
import { maskPan } from '../personal-data.js';
import type { Recording } from '../recording.js';

/**
 * A dispute that an institution for online dispute resolution handles. Its warnings are the latest report's;
 * personal tax numbers are masked.
 */
export interface OdrDisputeView extends DisputeHead {
  readonly scheme: SchemeOf<'odr'>;
  readonly institution: string;
  readonly proceeding: Proceeding;
  readonly updateCount: number;
  readonly lastUpdate: { readonly text: string; readonly by: string; readonly recordedAt: string } | null;
  readonly reportCount: number;
  readonly report: ArbitrationReport | null;
  readonly appointments: readonly ResolvedAppointment[];
}

export const isOdrView = (view: { readonly scheme: string }): view is OdrDisputeView =>
  view.scheme === schemeOf.odr;

/** Returns the dispute after the event; null before the event that makes it known. */
export const projectOdrDispute = (
  view: OdrDisputeView | null,
  event: OdrDisputeEvent,
  recording: Recording,
): OdrDisputeView | null => {
  if (event.type === 'OdrDisputeReferenced') return referenced(event, recording);
  if (view === null) return null;
  const moved = { ...view, ...movedHead(recording) };
  switch (event.type) {
    case 'DisputeUpdateRecorded':
      return withUpdate(moved, event, recording);
    case 'ArbitrationReportFiled':
      return withReport(moved, event);
    case 'ArbitratorAppointed':
    case 'ArbitratorReappointed':
    case 'ArbitratorAccepted':
    case 'ArbitratorRejected':
    case 'ArbitrationFeePaid':
    case 'AwardMade':
    case 'AwardReceived':
    case 'AwardSent':
    case 'ChallengeIntentionReceived':
      // The report that stated the fact is shown; only the timeline lists facts one by one.
      return moved;
    default:
      return assertNever(event);
  }
};

const referenced = ({ data }: OdrDisputeReferenced, recording: Recording): OdrDisputeView => ({
  scheme: schemeOf.odr,
  ...openedHead(recording),
  // Neither an update nor a report changes the status.
  status: 'open',
  stage: null,
  warnings: [],
  institution: data.institution,
  proceeding: data.proceeding,
  updateCount: 0,
  lastUpdate: null,
  reportCount: 0,
  report: null,
  appointments: [],
});

const withUpdate = (
  view: OdrDisputeView,
  { data }: DisputeUpdateRecorded,
  { recordedAt }: Recording,
): OdrDisputeView => ({
  ...view,
  proceeding: data.proceeding,
  updateCount: view.updateCount + 1,
  lastUpdate: { text: maskPan(data.update), by: maskPan(data.userName), recordedAt },
});

const withReport = (view: OdrDisputeView, { data }: ArbitrationReportFiled): OdrDisputeView => ({
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
