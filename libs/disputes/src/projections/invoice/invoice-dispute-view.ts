import type {
  AssignedReason,
  AssignedResolution,
  InvoiceClaim,
  InvoiceDisputeClosed,
  InvoiceDisputeEvent,
  InvoiceDisputeOpened,
  InvoiceStage,
} from '../../domain/invoice/invoice-event.js';
import { type DisputeHead, movedHead, type NormalisedStatus, openedHead } from '../dispute-head.js';
import type { RecordedDisputeEvent } from '../recorded-dispute-event.js';

/** A dispute over an invoice, with the reason and the resolution as they were when they were assigned. */
export interface InvoiceDisputeView extends DisputeHead, InvoiceClaim {
  readonly scheme: 'billtrust';
  readonly stage: InvoiceStage;
  readonly openedBy: string;
  readonly updatedBy: string;
  readonly reason: AssignedReason | null;
  readonly resolution: AssignedResolution | null;
  readonly ending: InvoiceEnding | null;
}

export interface InvoiceEnding {
  readonly at: string;
  readonly by: string;
  readonly cause: InvoiceDisputeClosed['data']['cause'] | 'cancelled';
  readonly notes: string | null;
}

const STATUS: Readonly<Record<InvoiceStage, NormalisedStatus>> = {
  opened: 'open',
  closed: 'resolved',
  cancelled: 'withdrawn',
};

/** The stage that an event leads to; null for one that leaves it as it is. */
export const invoiceStageAfter: Readonly<Record<InvoiceDisputeEvent['type'], InvoiceStage | null>> = {
  InvoiceDisputeOpened: 'opened',
  InvoiceDisputeReasonAssigned: null,
  InvoiceDisputeResolutionAssigned: null,
  InvoiceDisputeClosed: 'closed',
  InvoiceDisputeCancelled: 'cancelled',
  LinkReservationLapsed: null,
};

export const isInvoiceView = (view: { readonly scheme: string }): view is InvoiceDisputeView =>
  view.scheme === 'billtrust';

export const isInvoiceEvent = (event: { readonly type: string }): event is InvoiceDisputeEvent =>
  Object.hasOwn(invoiceStageAfter, event.type);

/** What the event makes of the dispute; null before it became known. */
export const projectInvoiceDispute = (
  view: InvoiceDisputeView | null,
  recorded: RecordedDisputeEvent,
): InvoiceDisputeView | null => {
  const { event, recordedAt } = recorded;
  if (event.type === 'InvoiceDisputeOpened') return opened(event, recorded);
  if (view === null || !isInvoiceEvent(event)) return view;
  const stage = invoiceStageAfter[event.type] ?? view.stage;
  return {
    ...view,
    ...movedHead(recorded),
    ...said(event, recordedAt),
    updatedBy: event.data.by,
    stage,
    status: STATUS[stage],
  };
};

const opened = ({ data }: InvoiceDisputeOpened, recorded: RecordedDisputeEvent): InvoiceDisputeView => {
  const { disputeId: _, received: __, by, ...claim } = data;
  return {
    scheme: 'billtrust',
    ...openedHead(recorded),
    ...claim,
    status: STATUS.opened,
    stage: 'opened',
    warnings: [],
    openedBy: by,
    updatedBy: by,
    resolution: null,
    ending: null,
  };
};

/** The part of the dispute that the event fills in. */
const said = (
  event: Exclude<InvoiceDisputeEvent, InvoiceDisputeOpened>,
  at: string,
): Partial<InvoiceDisputeView> => {
  if (event.type === 'InvoiceDisputeReasonAssigned') return { reason: event.data.reason };
  if (event.type === 'InvoiceDisputeResolutionAssigned') return { resolution: event.data.resolution };
  if (event.type === 'InvoiceDisputeClosed') {
    const { by, cause, notes, resolution } = event.data;
    return { resolution, ending: { at, by, cause, notes } };
  }
  if (event.type === 'InvoiceDisputeCancelled')
    return { ending: { at, by: event.data.by, cause: 'cancelled', notes: event.data.notes } };
  return {};
};
