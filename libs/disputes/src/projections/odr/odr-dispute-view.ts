import type { ArbitrationReport, ResolvedAppointment } from '../../domain/odr/arbitration-report.js';
import type {
  ArbitrationReportFiled,
  DisputeUpdateRecorded,
  OdrDisputeReferenced,
  Proceeding,
} from '../../domain/odr/odr-event.js';
import { type DisputeHead, movedHead, openedHead } from '../dispute-head.js';
import { maskPan } from '../personal-data.js';
import type { RecordedDisputeEvent } from '../recorded-dispute-event.js';

/**
 * A dispute that an institution for online dispute resolution handles. Its warnings are the latest report's;
 * personal tax numbers are masked.
 */
export interface OdrDisputeView extends DisputeHead {
  readonly scheme: 'smart-odr';
  readonly institution: string;
  readonly proceeding: Proceeding;
  readonly updateCount: number;
  readonly lastUpdate: { readonly text: string; readonly by: string; readonly recordedAt: string } | null;
  readonly reportCount: number;
  readonly report: ArbitrationReport | null;
  readonly appointments: readonly ResolvedAppointment[];
}

export const isOdrView = (view: { readonly scheme: string }): view is OdrDisputeView =>
  view.scheme === 'smart-odr';

/** What the event makes of the dispute; null before it became known. */
export const projectOdrDispute = (
  view: OdrDisputeView | null,
  recorded: RecordedDisputeEvent,
): OdrDisputeView | null => {
  const { event } = recorded;
  if (event.type === 'OdrDisputeReferenced') return referenced(event, recorded);
  if (view === null) return null;
  const moved = { ...view, ...movedHead(recorded) };
  if (event.type === 'DisputeUpdateRecorded') return withUpdate(moved, event, recorded);
  if (event.type === 'ArbitrationReportFiled') return withReport(moved, event);
  // The facts of a report say what the report beside them says; the timeline tells them apart.
  return moved;
};

const referenced = ({ data }: OdrDisputeReferenced, recorded: RecordedDisputeEvent): OdrDisputeView => ({
  scheme: 'smart-odr',
  ...openedHead(recorded),
  // A report does not change the status: SMART ODR has an API of its own for that.
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
  { recordedAt }: RecordedDisputeEvent,
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
