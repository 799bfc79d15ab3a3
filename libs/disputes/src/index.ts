export { DisputesModule } from './disputes.module.js';

export {
  ChangeDispute,
  type ChangeRefusal,
  type DisputeChanged,
  PreviewDisputeChange,
  RepeatDisputeChange,
} from './application/change-dispute.js';
export { checkDocumentEvent, DisputeNumbers } from './application/dispute-numbers.js';
export type { DisputeCommand } from './domain/dispute-command.js';
export type { DisputeRefusal } from './domain/dispute-decision.js';
export { schemeOf } from './domain/dispute-kind.js';
export {
  type DisputeExported,
  exportCodec,
  exportStream,
  exportStreamPrefix,
} from './domain/dispute-exported.js';
export { disputeOfStream, disputeStream, disputeStreamPrefix } from './domain/dispute-stream.js';

export type { ArbitrationReport, ArbitratorAppointment, Party } from './domain/odr/arbitration-report.js';
export type { ConciliationReport, Conciliator } from './domain/odr/conciliation-report.js';
export type { InstitutionMessage } from './domain/odr/institution-message.js';
export { odrStatuses, type OdrStatus } from './domain/odr/odr-status.js';
export type { Proceeding } from './domain/odr/proceeding.js';
export type { RecordArbitrationReport } from './domain/odr/record-arbitration-report.js';
export type { RecordConciliationReport } from './domain/odr/record-conciliation-report.js';
export type { RecordStatus } from './domain/odr/record-status.js';
export type { RecordUpdate } from './domain/odr/record-update.js';

export type { DeliveryOutcome, DeliveryStage, EvidenceBundle } from './domain/delivery/delivery-event.js';
export type { IllegalMove, NotTheOpener, Step } from './domain/delivery/delivery-step.js';
export type { OpenDeliveryDispute } from './domain/delivery/open-delivery-dispute.js';

export type {
  AssignedReason,
  AssignedResolution,
  InvoiceClaim,
  InvoiceDisputeClosed,
  InvoiceStage,
} from './domain/invoice/invoice-event.js';

export { type DeliveryDisputeView, isDeliveryView } from './projections/delivery/delivery-dispute-view.js';
export type { NormalisedStatus } from './projections/dispute-head.js';
export type { DisputeResolution } from './projections/dispute-resolution.js';
export { exportActivity } from './read-models/export-activity.js';
export { type TimelineEntry, timelineEntry } from './projections/dispute-timeline.js';
export type { DisputeView } from './projections/dispute-view.js';
export type { FieldChange } from './projections/event-description.js';
export { type InvoiceDisputeView, isInvoiceView } from './projections/invoice/invoice-dispute-view.js';
export { maskPan } from './projections/personal-data.js';
export type { RecordedDisputeEvent } from './projections/recorded-dispute-event.js';

export { type CurrentDispute, CurrentDisputes } from './read-models/disputes/current-disputes.js';
export { DisputeIds } from './read-models/disputes/dispute-ids.js';
export type { DisputeFilter } from './read-models/disputes/dispute-filter.js';
export { DisputeQueries, type DisputePage } from './read-models/disputes/dispute-queries.js';
export { disputeReadModel } from './read-models/disputes/dispute.read-model.js';
export { countedEvent, versionedEvent } from './read-models/disputes/row-events.js';
export { PastDisputeQueries } from './read-models/disputes/past-dispute-queries.js';
export {
  type WholeDisputeList,
  WholeDisputeLists,
  type WholeListRequest,
} from './read-models/disputes/whole-dispute-lists.js';
export { ResolutionQueries, type ResolutionFilter } from './read-models/resolutions/resolution-queries.js';
export { resolutionReadModel } from './read-models/resolutions/resolution.read-model.js';
export { disputeTimelineReadModel } from './read-models/timeline/dispute-timeline.read-model.js';
export { CurrentTimelines } from './read-models/timeline/current-timelines.js';
export {
  type TimelineFilter,
  type TimelinePage,
  TimelineQueries,
} from './read-models/timeline/timeline-queries.js';
export type { TimelineTables } from './read-models/timeline/timeline-tables.js';

export { DisputeHistory, type DisputeStep } from './streams/dispute-history.js';
export { type DisputeTimeline, timelineOf } from './streams/dispute-timeline-of.js';
export { disputeFeedSource, exportFeedSource } from './streams/feed-sources.js';
export { checkDisputeEvent, recordedDisputeEvent } from './streams/recorded-dispute-events.js';
export { checkExport } from './streams/recorded-exports.js';
