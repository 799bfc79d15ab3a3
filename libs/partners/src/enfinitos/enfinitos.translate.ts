import { createHash } from 'node:crypto';
import type {
  DeliveryDisputeView,
  DeliveryOutcome,
  DisputeCommand,
  EvidenceBundle,
  OpenDeliveryDispute,
  Step,
} from '#libs/disputes';
import { invalidRequest, RequestProblem } from '#libs/http';
import { canonicalJson } from '#libs/kernel';
import type {
  AdvanceDto,
  AdvertiserResponseDto,
  EvidenceBundleDto,
  OpenDisputeDto,
  OperatorResponseDto,
  ResolveDto,
  RespondDto,
} from './enfinitos.dto.js';
import { hasEvidence, openingProblems, resolutionProblems, windowProblems } from './enfinitos.rules.js';
import { STATE_OF_STAGE } from './enfinitos.states.js';

export interface Opening {
  readonly disputeId: string;
  readonly developerId: string;
  readonly received: string;
  readonly now: Date;
}

/**
 * Returns the opening of a dispute.
 *
 * @throws RequestProblem that names every wrong field, or EVIDENCE_REQUIRED.
 */
export const openingOf = (dto: OpenDisputeDto, opening: Opening): OpenDeliveryDispute => {
  const problems = openingProblems(dto, opening.now);
  if (problems.length > 0) throw invalidRequest(problems);
  if (!hasEvidence(dto.evidenceBundle)) throw evidenceRequired();
  const evidence = evidenceOf(dto.evidenceBundle ?? {});
  return {
    type: 'OpenDeliveryDispute',
    data: {
      disputeId: opening.disputeId,
      openedBy: dto.openedBy ?? opening.developerId,
      openedByRole: dto.openedByRole ?? 'advertiser',
      disputedPeriod: { start: dto.disputedPeriod.start, end: dto.disputedPeriod.end },
      campaignId: dto.affectedSurface.campaignId ?? null,
      screenIds: unique(dto.affectedSurface.screenIds),
      substrateId: dto.affectedSurface.substrateId ?? null,
      shortfallUnit: dto.claimedShortfall.unit,
      shortfallAmount: dto.claimedShortfall.amount,
      evidence,
      evidenceDigest: createHash('sha256')
        .update(canonicalJson({ ...evidence }))
        .digest('hex'),
      received: opening.received,
    },
  };
};

/**
 * Returns the step to `toState`.
 *
 * @throws RequestProblem when the body lacks the response that the state needs.
 */
export const advanceOf = (dto: AdvanceDto, step: Step): DisputeCommand => {
  const { toState, operatorResponse, advertiserResponse } = dto;
  switch (toState) {
    case 'INVESTIGATING':
      return { type: 'StartDeliveryInvestigation', data: step };
    case 'EVIDENCE_GATHERED':
      return { type: 'GatherDeliveryEvidence', data: step };
    case 'OPERATOR_RESPONDED':
      if (operatorResponse == null) throw missingResponse('operatorResponse', toState);
      return operatorResponseOf(operatorResponse, step, 'operatorResponse.');
    case 'ADVERTISER_RESPONDED':
      if (advertiserResponse == null) throw missingResponse('advertiserResponse', toState);
      return advertiserResponseOf(advertiserResponse, step);
  }
};

const missingResponse = (field: string, toState: string): RequestProblem =>
  invalidRequest([{ path: `/${field}`, message: `${field} is required when toState is ${toState}` }]);

/** Returns the response of the side that `role` names. */
export const responseOf = (dto: RespondDto, step: Step): DisputeCommand =>
  dto.role === 'operator' ? operatorResponseOf(dto, step) : advertiserResponseOf(dto, step);

/**
 * Returns the operator's response. `parent` is its place in the body, as in `operatorResponse.`, for
 * messages.
 */
const operatorResponseOf = (dto: OperatorResponseDto, step: Step, parent = ''): DisputeCommand => {
  const { amount, makegoodWindow } = dto.proposedRemedy ?? {};
  const problems = windowProblems(makegoodWindow, `${parent}proposedRemedy.makegoodWindow`);
  if (problems.length > 0) throw invalidRequest(problems);
  return {
    type: 'RespondAsOperator',
    data: {
      ...step,
      notes: notesOf(step.notes, dto.notes),
      stance: dto.stance,
      remedyAmount: amount ?? null,
      makegoodWindow:
        makegoodWindow == null ? null : { start: makegoodWindow.start, end: makegoodWindow.end },
    },
  };
};

const advertiserResponseOf = (dto: AdvertiserResponseDto, step: Step): DisputeCommand => ({
  type: 'RespondAsAdvertiser',
  data: { ...step, notes: notesOf(step.notes, dto.notes), stance: dto.stance },
});

/** Joins the notes of the step and of its response, so that nothing that was written is lost. */
const notesOf = (...notes: readonly (string | null | undefined)[]): string | null =>
  [...new Set(notes.filter((text) => text != null))].join('\n') || null;

/**
 * Returns the resolution of a dispute.
 *
 * @throws RequestProblem that names the fields that its kind requires.
 */
export const resolutionOf = (dto: ResolveDto, step: Step): DisputeCommand => {
  const problems = resolutionProblems(dto);
  if (problems.length > 0) throw invalidRequest(problems);
  return { type: 'ResolveDeliveryDispute', data: { ...step, outcome: outcomeOf(dto) } };
};

const outcomeOf = (dto: ResolveDto): DeliveryOutcome => {
  switch (dto.kind) {
    case 'CREDIT_ISSUED':
      return { kind: 'credit-issued', creditNoteId: dto.creditNoteId ?? '' };
    case 'MAKEGOOD_DELIVERED':
      return { kind: 'makegood-delivered', makegoodCampaignId: dto.makegoodCampaignId ?? '' };
    case 'SETTLEMENT_ADJUSTMENT':
      return {
        kind: 'settlement-adjustment',
        adjustments: Object.fromEntries(
          Object.entries(dto.settlementAdjustment ?? {}).map(([party, cents]) => [party, String(cents)]),
        ),
      };
    case 'NO_CREDIT':
      return { kind: 'no-credit' };
    case 'OTHER':
      return { kind: 'other' };
  }
};

const evidenceOf = (dto: EvidenceBundleDto): EvidenceBundle => ({
  proofPackIds: unique(dto.proofPackIds),
  meteringSnapshotIds: unique(dto.meteringSnapshotIds),
  settlementApplicationIds: unique(dto.settlementApplicationIds),
  attachmentRefs: unique(dto.attachmentRefs),
  auditorReportRef: dto.auditorReportRef ?? null,
});

const unique = (ids: readonly string[] | undefined | null): readonly string[] => [...new Set(ids ?? [])];

const evidenceRequired = (): RequestProblem => {
  const message =
    'evidenceBundle must name at least one of proofPackIds, meteringSnapshotIds and settlementApplicationIds';
  return new RequestProblem('invalid-request', message, {
    vendorCode: 'EVIDENCE_REQUIRED',
    fields: [{ path: '/evidenceBundle', message }],
  });
};

/**
 * Returns the dispute in the document's form, without absent fields (docs/vendors/enfinitos.md, "Absent
 * fields").
 */
export const disputeObject = (view: DeliveryDisputeView) => ({
  id: view.disputeId,
  orgId: view.tenant,
  createdAt: view.openedAt,
  updatedAt: view.updatedAt,
  state: STATE_OF_STAGE[view.stage],
  openedBy: view.openedBy,
  openedByRole: view.openedByRole,
  openedAt: view.openedAt,
  disputedPeriod: view.disputedPeriod,
  affectedSurface: present({
    campaignId: view.campaignId,
    screenIds: view.screenIds,
    substrateId: view.substrateId,
  }),
  claimedShortfall: { unit: view.shortfallUnit, amount: view.shortfallAmount },
  evidenceBundle: present({ ...view.evidence }),
  evidenceDigest: view.evidenceDigest,
  ...present({
    operatorResponse: operatorResponseObject(view),
    advertiserResponse: view.advertiserResponse && present({ ...view.advertiserResponse }),
    resolution: resolutionObject(view),
  }),
  timeline: view.steps.map(({ from, to, ...step }) =>
    present({ ...step, from: from && STATE_OF_STAGE[from], to: STATE_OF_STAGE[to] }),
  ),
});

const operatorResponseObject = ({ operatorResponse }: DeliveryDisputeView) => {
  if (operatorResponse === null) return null;
  const { remedyAmount: amount, makegoodWindow, ...response } = operatorResponse;
  const hasRemedy = amount !== null || makegoodWindow !== null;
  return present({ ...response, proposedRemedy: hasRemedy ? present({ amount, makegoodWindow }) : null });
};

const KIND_OF_OUTCOME = {
  'credit-issued': 'CREDIT_ISSUED',
  'makegood-delivered': 'MAKEGOOD_DELIVERED',
  'settlement-adjustment': 'SETTLEMENT_ADJUSTMENT',
  'no-credit': 'NO_CREDIT',
  other: 'OTHER',
} as const satisfies Record<DeliveryOutcome['kind'], string>;

const resolutionObject = ({ resolution, disputeId }: DeliveryDisputeView) => {
  if (resolution === null) return null;
  const { outcome, ...rest } = resolution;
  const { kind, ...named } = outcome;
  // A dispute is resolved once, so its id names its adjustment.
  const adjustment =
    kind === 'settlement-adjustment' ? { settlementAdjustmentId: `adjustment:${disputeId}` } : {};
  return present({ kind: KIND_OF_OUTCOME[kind], ...adjustment, ...named, ...rest });
};

const present = (object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
