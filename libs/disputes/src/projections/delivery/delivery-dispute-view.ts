import { assertNever } from '#libs/kernel';
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
import { schemeOf, type SchemeOf } from '../../domain/dispute-kind.js';
import { type DisputeHead, movedHead, type NormalisedStatus, openedHead } from '../dispute-head.js';
import type { Recording } from '../recording.js';
import { openingWarnings } from './delivery-warnings.js';

/** A dispute over what was delivered, with every step that was taken. */
export interface DeliveryDisputeView extends DisputeHead {
  readonly scheme: SchemeOf<'delivery'>;
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

/** The shared status of each stage. Only an operator's response leaves the dispute waiting for a party. */
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
  view.scheme === schemeOf.delivery;

/** Returns the dispute after the event; null before the event that opens it. */
export const projectDeliveryDispute = (
  view: DeliveryDisputeView | null,
  event: DeliveryDisputeEvent,
  recording: Recording,
): DeliveryDisputeView | null => {
  if (event.type === 'DeliveryDisputeOpened') return opened(event, recording);
  if (view === null) return null;
  const stage = stageAfter[event.type];
  const { recordedAt } = recording;
  const { from, by, notes } = event.data;
  return {
    ...view,
    ...movedHead(recording),
    ...filledIn(event, recordedAt),
    stage,
    status: STATUS[stage],
    steps: [...view.steps, { at: recordedAt, actor: by, notes, from, to: stage }],
  };
};

const opened = ({ data }: DeliveryDisputeOpened, recording: Recording): DeliveryDisputeView => {
  const { disputeId: _, received: __, openedByRoleAsSent: ___, notes = null, ...claim } = data;
  return {
    scheme: schemeOf.delivery,
    ...openedHead(recording),
    ...claim,
    status: STATUS.opened,
    stage: 'opened',
    warnings: openingWarnings(data),
    operatorResponse: null,
    advertiserResponse: null,
    resolution: null,
    steps: [{ at: recording.recordedAt, actor: data.openedBy, notes, from: null, to: 'opened' }],
  };
};

/** Returns what the step fills in beside the stage. A party's later response replaces its earlier one. */
const filledIn = (
  event: Exclude<DeliveryDisputeEvent, DeliveryDisputeOpened>,
  at: string,
): Partial<DeliveryDisputeView> => {
  const { by, notes } = event.data;
  switch (event.type) {
    case 'OperatorResponded': {
      const { stance, remedyAmount, makegoodWindow } = event.data;
      return { operatorResponse: { at, by, notes, stance, remedyAmount, makegoodWindow } };
    }
    case 'AdvertiserResponded':
      return { advertiserResponse: { at, by, notes, stance: event.data.stance } };
    case 'DeliveryDisputeResolved':
      return { resolution: { resolvedAt: at, resolvedBy: by, notes, outcome: event.data.outcome } };
    case 'InvestigationStarted':
    case 'EvidenceGathered':
    case 'DeliveryDisputeEscalated':
    case 'DeliveryDisputeWithdrawn':
      return {};
    default:
      return assertNever(event);
  }
};
