import type { Step } from '../../libs/disputes/src/domain/delivery/delivery-step.js';
import type {
  DeliveryDisputeEvent,
  DeliveryDisputeOpened,
  DeliveryDisputeResolved,
  DeliveryOutcome,
  DeliveryStage,
  EvidenceBundle,
  StepData,
} from '../../libs/disputes/src/domain/delivery/delivery-event.js';
import type { DisputeCommand } from '../../libs/disputes/src/domain/dispute-command.js';
import type { DisputeEvent } from '../../libs/disputes/src/domain/dispute-event.js';
import type { RecordedDisputeEvent } from '../../libs/disputes/src/projections/recorded-dispute-event.js';

// The request of EnfinitOS's document, with values for its placeholders, in the words of the domain.

/** The actor who opened the dispute, and the only one who may withdraw it. */
export const opener = 'advertiser-desk';
export const somebodyElse = 'operator-desk';

const evidence: EvidenceBundle = {
  proofPackIds: ['proof-pack-1'],
  meteringSnapshotIds: ['metering-1'],
  settlementApplicationIds: ['settlement-1'],
  attachmentRefs: ['attachment-1'],
  auditorReportRef: 'auditor-report-1',
};

const opening: DeliveryDisputeOpened['data'] = {
  disputeId: 'dispute:1f0e8f3c-6a4e-5d0a-9a51-0d6f0a1c2b3d',
  openedBy: opener,
  openedByRole: 'advertiser',
  disputedPeriod: { start: '2023-11-07T05:31:56Z', end: '2023-11-08T05:31:56Z' },
  campaignId: 'campaign-1',
  screenIds: ['screen-1'],
  substrateId: 'substrate-1',
  shortfallUnit: 'impressions',
  shortfallAmount: '1200.50',
  evidence,
  evidenceDigest: '3ee63708e928e3708b5e349dd9a5a9fd110304bedf144e08aa40828d11083bd5',
  // Shortened: the domain keeps the body and never reads it.
  received: '{"openedBy":"advertiser-desk"}',
};

export const deliveryDisputeOpened = (
  overrides: Partial<DeliveryDisputeOpened['data']> = {},
): DeliveryDisputeOpened => ({ type: 'DeliveryDisputeOpened', data: { ...opening, ...overrides } });

const step: Step = { by: opener, notes: 'Two screens were dark.', received: '{"notes":"Two screens…"}' };

const operatorAnswer = {
  stance: 'PARTIALLY_ACCEPTED',
  remedyAmount: '600.25',
  makegoodWindow: { start: '2023-12-01T00:00:00Z', end: '2023-12-08T00:00:00Z' },
} as const;

const advertiserAnswer = { stance: 'ACCEPTED' } as const;

const creditIssued: DeliveryOutcome = { kind: 'credit-issued', creditNoteId: 'credit-note-1' };

export const openDeliveryDispute = (
  overrides: Partial<DeliveryDisputeOpened['data']> = {},
): DisputeCommand => ({ type: 'OpenDeliveryDispute', data: { ...opening, ...overrides } });

export const startInvestigation = (overrides: Partial<Step> = {}): DisputeCommand => ({
  type: 'StartDeliveryInvestigation',
  data: { ...step, ...overrides },
});

export const gatherEvidence = (overrides: Partial<Step> = {}): DisputeCommand => ({
  type: 'GatherDeliveryEvidence',
  data: { ...step, ...overrides },
});

export const respondAsOperator = (overrides: Partial<Step> = {}): DisputeCommand => ({
  type: 'RespondAsOperator',
  data: { ...step, ...operatorAnswer, ...overrides },
});

export const respondAsAdvertiser = (overrides: Partial<Step> = {}): DisputeCommand => ({
  type: 'RespondAsAdvertiser',
  data: { ...step, ...advertiserAnswer, ...overrides },
});

export const escalate = (overrides: Partial<Step> = {}): DisputeCommand => ({
  type: 'EscalateDeliveryDispute',
  data: { ...step, ...overrides },
});

export const withdraw = (overrides: Partial<Step> = {}): DisputeCommand => ({
  type: 'WithdrawDeliveryDispute',
  data: { ...step, ...overrides },
});

export const resolve = (overrides: Partial<Step> & { outcome?: DeliveryOutcome } = {}): DisputeCommand => ({
  type: 'ResolveDeliveryDispute',
  data: { ...step, outcome: creditIssued, ...overrides },
});

/** Returns the history entry of a step that is taken from this stage. */
const stepFrom = (from: DeliveryStage, overrides: Partial<StepData> = {}): StepData => ({
  ...step,
  from,
  ...overrides,
});

export const investigationStarted = (
  from: DeliveryStage = 'opened',
  overrides: Partial<StepData> = {},
): DeliveryDisputeEvent => ({ type: 'InvestigationStarted', data: stepFrom(from, overrides) });

export const evidenceGathered = (
  from: DeliveryStage = 'investigating',
  overrides: Partial<StepData> = {},
): DeliveryDisputeEvent => ({ type: 'EvidenceGathered', data: stepFrom(from, overrides) });

export const operatorResponded = (
  from: DeliveryStage = 'evidence-gathered',
  overrides: Partial<StepData> = {},
): DeliveryDisputeEvent => ({
  type: 'OperatorResponded',
  data: { ...stepFrom(from, overrides), ...operatorAnswer },
});

export const advertiserResponded = (
  from: DeliveryStage = 'operator-responded',
  overrides: Partial<StepData> = {},
): DeliveryDisputeEvent => ({
  type: 'AdvertiserResponded',
  data: { ...stepFrom(from, overrides), ...advertiserAnswer },
});

export const disputeEscalated = (
  from: DeliveryStage = 'opened',
  overrides: Partial<StepData> = {},
): DeliveryDisputeEvent => ({ type: 'DeliveryDisputeEscalated', data: stepFrom(from, overrides) });

export const disputeWithdrawn = (
  from: DeliveryStage = 'opened',
  overrides: Partial<StepData> = {},
): DeliveryDisputeEvent => ({ type: 'DeliveryDisputeWithdrawn', data: stepFrom(from, overrides) });

export const disputeResolved = (
  from: DeliveryStage = 'advertiser-responded',
  overrides: Partial<DeliveryDisputeResolved['data']> = {},
): DeliveryDisputeResolved => ({
  type: 'DeliveryDisputeResolved',
  data: { ...stepFrom(from), outcome: creditIssued, ...overrides },
});

const answered = [
  deliveryDisputeOpened(),
  investigationStarted(),
  evidenceGathered(),
  operatorResponded(),
  advertiserResponded(),
] as const;

/** The shortest sequence of events that leads to each stage. */
export const lifeUpTo: Readonly<Record<DeliveryStage, readonly DeliveryDisputeEvent[]>> = {
  opened: answered.slice(0, 1),
  investigating: answered.slice(0, 2),
  'evidence-gathered': answered.slice(0, 3),
  'operator-responded': answered.slice(0, 4),
  'advertiser-responded': answered,
  escalated: [deliveryDisputeOpened(), disputeEscalated()],
  resolved: [...answered, disputeResolved()],
  withdrawn: [deliveryDisputeOpened(), disputeWithdrawn()],
};

/** Returns the events as recorded: a minute apart, each with its actor. */
export const recordedLife = (events: readonly DisputeEvent[]): readonly RecordedDisputeEvent[] =>
  events.map((event, revision) => ({
    tenant: 'acme-media',
    disputeId: opening.disputeId,
    eventId: `event-${revision}`,
    revision: BigInt(revision),
    position: BigInt(revision + 101),
    recordedAt: recordedAt(revision),
    actor: { name: 'by' in event.data ? event.data.by : opener },
    credentialId: 'credential-1',
    holder: 'Gotham ODR',
    authProfile: 'api-key',
    correlationId: `correlation-${revision}`,
    event,
  }));

/** Returns the time at which `recordedLife` records the event with this revision. */
export const recordedAt = (revision: number): string =>
  new Date(Date.UTC(2025, 0, 1) + revision * 60_000).toISOString();
