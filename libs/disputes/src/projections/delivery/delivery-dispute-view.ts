import type {
  DeliveryDisputeEvent,
  DeliveryDisputeOpened,
  DeliveryOutcome,
  DeliveryParty,
  DeliveryStage,
  EvidenceBundle,
  Period,
} from '../../domain/delivery/delivery-event.js';
import { stageAfter } from '../../domain/delivery/delivery-stage.js';
import { type DisputeHead, movedHead, type NormalisedStatus, openedHead } from '../dispute-head.js';
import type { RecordedDisputeEvent } from '../recorded-dispute-event.js';

/** A dispute over what was delivered, with everything that was ever said in it. */
export interface DeliveryDisputeView extends DisputeHead {
  readonly scheme: 'enfinitos';
  readonly stage: DeliveryStage;
  readonly openedBy: string;
  readonly openedByRole: DeliveryParty;
  readonly disputedPeriod: Period;
  readonly campaignId: string | null;
  readonly screenIds: readonly string[];
  readonly substrateId: string | null;
  readonly shortfallUnit: string;
  readonly shortfallAmount: string;
  readonly evidence: EvidenceBundle;
  readonly evidenceDigest: string;
  readonly operatorResponse: OperatorResponse | null;
  readonly advertiserResponse: Response | null;
  readonly resolution: Resolution | null;
  readonly steps: readonly Step[];
}

export interface Response {
  readonly at: string;
  readonly by: string;
  readonly notes: string | null;
  readonly stance: string;
}

export interface OperatorResponse extends Response {
  readonly remedyAmount: string | null;
  readonly makegoodWindow: Period | null;
}

export interface Resolution {
  readonly resolvedAt: string;
  readonly resolvedBy: string;
  readonly notes: string | null;
  readonly outcome: DeliveryOutcome;
}

export interface Step {
  readonly at: string;
  readonly actor: string;
  readonly notes: string | null;
  /** Null for the opening. */
  readonly from: DeliveryStage | null;
  readonly to: DeliveryStage;
}

/** Whose turn it is decides: a dispute that waits for the advertiser's answer awaits a party. */
const STATUS: Readonly<Record<DeliveryStage, NormalisedStatus>> = {
  opened: 'open',
  investigating: 'in-progress',
  'evidence-gathered': 'in-progress',
  'operator-responded': 'awaiting-party',
  'advertiser-responded': 'in-progress',
  escalated: 'escalated',
  resolved: 'resolved',
  withdrawn: 'withdrawn',
};

export const isDeliveryView = (view: { readonly scheme: string }): view is DeliveryDisputeView =>
  view.scheme === 'enfinitos';

export const isDeliveryEvent = (event: { readonly type: string }): event is DeliveryDisputeEvent =>
  Object.hasOwn(stageAfter, event.type);

/** What the event makes of the dispute; null before it became known. */
export const projectDeliveryDispute = (
  view: DeliveryDisputeView | null,
  recorded: RecordedDisputeEvent,
): DeliveryDisputeView | null => {
  const { event, recordedAt } = recorded;
  if (event.type === 'DeliveryDisputeOpened') return opened(event, recorded);
  if (view === null || !isDeliveryEvent(event)) return view;
  const stage = stageAfter[event.type];
  const { from, by, notes } = event.data;
  return {
    ...view,
    ...movedHead(recorded),
    ...said(event, recordedAt),
    stage,
    status: STATUS[stage],
    steps: [...view.steps, { at: recordedAt, actor: by, notes, from, to: stage }],
  };
};

const opened = ({ data }: DeliveryDisputeOpened, recorded: RecordedDisputeEvent): DeliveryDisputeView => {
  const { disputeId: _, received: __, ...claim } = data;
  return {
    scheme: 'enfinitos',
    ...openedHead(recorded),
    ...claim,
    status: STATUS.opened,
    stage: 'opened',
    warnings: [],
    operatorResponse: null,
    advertiserResponse: null,
    resolution: null,
    steps: [{ at: recorded.recordedAt, actor: data.openedBy, notes: null, from: null, to: 'opened' }],
  };
};

/** The part of the dispute that the step fills in; the latest response of a party stands. */
const said = (
  event: Exclude<DeliveryDisputeEvent, DeliveryDisputeOpened>,
  at: string,
): Partial<DeliveryDisputeView> => {
  const { by, notes } = event.data;
  if (event.type === 'OperatorResponded') {
    const { stance, remedyAmount, makegoodWindow } = event.data;
    return { operatorResponse: { at, by, notes, stance, remedyAmount, makegoodWindow } };
  }
  if (event.type === 'AdvertiserResponded')
    return { advertiserResponse: { at, by, notes, stance: event.data.stance } };
  if (event.type === 'DeliveryDisputeResolved')
    return { resolution: { resolvedAt: at, resolvedBy: by, notes, outcome: event.data.outcome } };
  return {};
};
