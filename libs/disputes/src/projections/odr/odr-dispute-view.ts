import { assertNever } from '#libs/kernel';
import { schemeOf, type SchemeOf } from '../../domain/dispute-kind.js';
import type { ArbitrationReport, ResolvedAppointment } from '../../domain/odr/arbitration-report.js';
import { type Award, awardOf } from '../../domain/odr/award.js';
import type { ConciliationReport, Conciliator } from '../../domain/odr/conciliation-report.js';
import type {
  ArbitrationReportFiled,
  ConciliationReportFiled,
  DisputeStatusReported,
  DisputeUpdateRecorded,
  OdrDisputeEvent,
  OdrDisputeReferenced,
} from '../../domain/odr/odr-event.js';
import type { Proceeding } from '../../domain/odr/proceeding.js';
import { isFinal, type OdrStatus, statusAfter } from '../../domain/odr/odr-status.js';
import { type DisputeHead, type DisputeWarning, movedHead, openedHead } from '../dispute-head.js';
import { maskPan } from '../personal-data.js';
import type { Recording } from '../recording.js';
import { isRepeated, odrOutcome, type OdrOutcome, odrStanding } from './odr-standing.js';

/**
 * A dispute that an institution for online dispute resolution handles. Its warnings are those of the latest
 * report of each kind and of the latest status; personal tax numbers are masked.
 */
export interface OdrDisputeView extends DisputeHead {
  readonly scheme: SchemeOf<'odr'>;
  /** The vendor's status in force; null before the first report of one. */
  readonly stage: OdrStatus | null;
  readonly institution: string;
  readonly proceeding: Proceeding;
  readonly updateCount: number;
  readonly lastUpdate: { readonly text: string; readonly by: string; readonly recordedAt: string } | null;
  readonly reportCount: number;
  readonly report: ArbitrationReport | null;
  readonly appointments: readonly ResolvedAppointment[];
  /** The award of the latest report; null while there is none. */
  readonly award: Award | null;
  readonly conciliation: {
    readonly reportCount: number;
    readonly report: ConciliationReport;
    readonly conciliators: readonly Conciliator[];
    readonly warnings: readonly DisputeWarning[];
  } | null;
  /** The latest message about the status, also one that changed nothing. */
  readonly lastStatus: {
    readonly status: OdrStatus;
    readonly by: string;
    readonly recordedAt: string;
    readonly warnings: readonly DisputeWarning[];
  } | null;
  /** How the dispute ended; null until a final status. */
  readonly resolution: {
    readonly outcome: OdrOutcome;
    readonly resolvedBy: string;
    readonly resolvedAt: string;
  } | null;
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
    case 'DisputeStatusReported':
      return withStatus(moved, event, recording);
    case 'ArbitrationReportFiled':
      return withReport(moved, event);
    case 'ConciliationReportFiled':
      return withConciliation(moved, event);
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
  status: odrStanding(null),
  stage: null,
  warnings: [],
  institution: data.institution,
  proceeding: data.proceeding,
  updateCount: 0,
  lastUpdate: null,
  reportCount: 0,
  report: null,
  appointments: [],
  award: null,
  conciliation: null,
  lastStatus: null,
  resolution: null,
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

const withStatus = (
  view: OdrDisputeView,
  { data }: DisputeStatusReported,
  { recordedAt }: Recording,
): OdrDisputeView => {
  const { status, proceeding, warnings } = data;
  const stage = statusAfter(view.stage, status);
  const by = maskPan(data.userName);
  const isDecided = isFinal(status) && !isRepeated(data);
  return {
    ...view,
    proceeding,
    stage,
    status: odrStanding(stage),
    lastStatus: { status, by, recordedAt, warnings },
    resolution: isDecided
      ? { outcome: odrOutcome[status], resolvedBy: by, resolvedAt: recordedAt }
      : view.resolution,
    warnings: [...reportWarnings(view), ...(view.conciliation?.warnings ?? []), ...warnings],
  };
};

const withConciliation = (view: OdrDisputeView, { data }: ConciliationReportFiled): OdrDisputeView => ({
  ...view,
  proceeding: data.proceeding,
  conciliation: {
    reportCount: data.version,
    report: data.report,
    conciliators: data.conciliators.map((conciliator) => ({
      ...conciliator,
      name: maskPan(conciliator.name),
      pan: maskedOrNull(conciliator.pan),
      onBehalfOf: maskedOrNull(conciliator.onBehalfOf),
    })),
    warnings: data.warnings,
  },
  warnings: [...reportWarnings(view), ...data.warnings, ...(view.lastStatus?.warnings ?? [])],
});

/** Returns the warnings of the latest arbitration report, which come first in the view's. */
const reportWarnings = ({ warnings, conciliation, lastStatus }: OdrDisputeView): readonly DisputeWarning[] =>
  warnings.slice(
    0,
    warnings.length - (conciliation?.warnings.length ?? 0) - (lastStatus?.warnings.length ?? 0),
  );

const maskedOrNull = (text: string | null): string | null => (text === null ? null : maskPan(text));

const withReport = (view: OdrDisputeView, { data }: ArbitrationReportFiled): OdrDisputeView => ({
  ...view,
  proceeding: data.proceeding,
  reportCount: data.version,
  report: data.report,
  award: awardOf(data.report),
  appointments: data.appointments.map((appointment) => ({
    ...appointment,
    name: maskPan(appointment.name),
    pan: maskPan(appointment.pan),
    onBehalfOf: maskedOrNull(appointment.onBehalfOf),
    onBehalfOfPan: maskedOrNull(appointment.onBehalfOfPan),
  })),
  warnings: [...data.warnings, ...(view.conciliation?.warnings ?? []), ...(view.lastStatus?.warnings ?? [])],
});
