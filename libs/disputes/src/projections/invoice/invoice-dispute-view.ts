import { assertNever } from '#libs/kernel';
import { schemeOf, type SchemeOf } from '../../domain/dispute-kind.js';
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
import type { Recording } from '../recording.js';

/** A dispute over an invoice, with its reason and its resolution as configured when they were assigned. */
export interface InvoiceDisputeView extends DisputeHead, Claimed {
  readonly scheme: SchemeOf<'invoice'>;
  readonly stage: InvoiceStage;
  readonly openedBy: string;
  readonly updatedBy: string;
  readonly reason: AssignedReason | null;
  readonly externalReason: AssignedReason | null;
  /** The vendor's code; null for a dispute that was opened before there was a sequence per document. */
  readonly disputeCode: string | null;
  readonly resolution: AssignedResolution | null;
  readonly ending: InvoiceEnding | null;
}

/** The claim with every field present: what was not said is null. */
type Claimed = {
  readonly [Field in keyof InvoiceClaim]-?: Exclude<InvoiceClaim[Field], undefined> | null;
} & {
  readonly documentNumber: string;
};

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

/** The stage after each event; null for an event that does not change it. */
export const invoiceStageAfter: Readonly<Record<InvoiceDisputeEvent['type'], InvoiceStage | null>> = {
  InvoiceDisputeOpened: 'opened',
  InvoiceDisputeReasonAssigned: null,
  InvoiceDisputeExternalReasonAssigned: null,
  InvoiceDisputeResolutionAssigned: null,
  InvoiceDisputeClosed: 'closed',
  InvoiceDisputeCancelled: 'cancelled',
  LinkReservationLapsed: null,
};

export const isInvoiceView = (view: { readonly scheme: string }): view is InvoiceDisputeView =>
  view.scheme === schemeOf.invoice;

/** Returns the dispute after the event; null before the event that opens it. */
export const projectInvoiceDispute = (
  view: InvoiceDisputeView | null,
  event: InvoiceDisputeEvent,
  recording: Recording,
): InvoiceDisputeView | null => {
  if (event.type === 'InvoiceDisputeOpened') return opened(event, recording);
  if (view === null) return null;
  const stage = invoiceStageAfter[event.type] ?? view.stage;
  return {
    ...view,
    ...movedHead(recording),
    ...filledIn(event, recording.recordedAt),
    updatedBy: event.data.by,
    stage,
    status: STATUS[stage],
  };
};

const opened = ({ data }: InvoiceDisputeOpened, recording: Recording): InvoiceDisputeView => {
  const { disputeId: _, received: __, by, ...claim } = data;
  return {
    scheme: schemeOf.invoice,
    ...openedHead(recording),
    ...NOTHING_SAID,
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

/** The fields that an opening may leave out. */
const NOTHING_SAID = {
  assigneeId: null,
  assigneeName: null,
  departmentId: null,
  departmentName: null,
  platformAccountId: null,
  userId: null,
  externalReason: null,
  disputeCode: null,
} as const;

/** Returns what the event fills in beside the stage. */
const filledIn = (
  event: Exclude<InvoiceDisputeEvent, InvoiceDisputeOpened>,
  at: string,
): Partial<InvoiceDisputeView> => {
  switch (event.type) {
    case 'InvoiceDisputeReasonAssigned':
      return { reason: event.data.reason };
    case 'InvoiceDisputeExternalReasonAssigned':
      return { externalReason: event.data.externalReason };
    case 'InvoiceDisputeResolutionAssigned':
      return { resolution: event.data.resolution };
    case 'InvoiceDisputeClosed': {
      const { by, cause, notes, resolution } = event.data;
      return { resolution, ending: { at, by, cause, notes } };
    }
    case 'InvoiceDisputeCancelled':
      return {
        resolution: null,
        ending: { at, by: event.data.by, cause: 'cancelled', notes: event.data.notes },
      };
    case 'LinkReservationLapsed':
      return {};
    default:
      return assertNever(event);
  }
};
