import { createHash } from 'node:crypto';
import type {
  DeliveryOutcome,
  DisputeCommand,
  EvidenceBundle,
  OpenDeliveryDispute,
  Step,
} from '#libs/disputes';
import { canonicalJson, type JsonValue } from '#libs/kernel';
import { adjustmentsOf } from './enfinitos.adjustment.js';
import type {
  AdvanceDto,
  EvidenceBundleDto,
  OpenDisputeDto,
  ResolveDto,
  RespondDto,
  ResponseDto,
} from './enfinitos.dto.js';

export interface Opening {
  readonly disputeId: string;
  readonly developerId: string;
  readonly received: string;
}

/** Returns the opening of a dispute. */
export const openingOf = (dto: OpenDisputeDto, opening: Opening): OpenDeliveryDispute => {
  const evidence = evidenceOf(dto.evidenceBundle ?? {});
  return {
    type: 'OpenDeliveryDispute',
    data: {
      disputeId: opening.disputeId,
      openedBy: dto.openedBy ?? opening.developerId,
      ...openerRole(dto.openedByRole),
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
      ...(dto.notes != null && { notes: dto.notes }),
      received: opening.received,
    },
  };
};

/** Returns the side that opens: anything but "operator" means the advertiser, and is kept as it was sent. */
export const openerRole = (
  sent: unknown,
): Pick<OpenDeliveryDispute['data'], 'openedByRole' | 'openedByRoleAsSent'> => {
  if (sent === 'operator' || sent === 'advertiser') return { openedByRole: sent };
  if (sent == null) return { openedByRole: 'advertiser' };
  return {
    openedByRole: 'advertiser',
    openedByRoleAsSent: typeof sent === 'string' ? sent : canonicalJson(sent as JsonValue),
  };
};

/** Returns the step to `toState`. */
export const advanceOf = (dto: AdvanceDto, step: Step): DisputeCommand => {
  const { operatorResponse, advertiserResponse } = dto;
  if (operatorResponse != null) return operatorResponseOf(operatorResponse, step);
  if (advertiserResponse != null) return advertiserResponseOf(advertiserResponse, step);
  return dto.toState === 'INVESTIGATING'
    ? { type: 'StartDeliveryInvestigation', data: step }
    : { type: 'GatherDeliveryEvidence', data: step };
};

/** Returns the response of the side that `role` names. */
export const responseOf = (dto: RespondDto, step: Step): DisputeCommand =>
  dto.role === 'operator' ? operatorResponseOf(dto, step) : advertiserResponseOf(dto, step);

const operatorResponseOf = (dto: ResponseDto, step: Step): DisputeCommand => {
  const { amount, makegoodWindow } = dto.proposedRemedy ?? {};
  return {
    type: 'RespondAsOperator',
    data: {
      ...responseStep(dto, step),
      stance: dto.stance,
      remedyAmount: amount ?? null,
      makegoodWindow:
        makegoodWindow == null ? null : { start: makegoodWindow.start, end: makegoodWindow.end },
    },
  };
};

const advertiserResponseOf = (dto: ResponseDto, step: Step): DisputeCommand => ({
  type: 'RespondAsAdvertiser',
  data: { ...responseStep(dto, step), stance: dto.stance },
});

const responseStep = (dto: ResponseDto, step: Step): Step => ({
  ...step,
  notes: notesOf(step.notes, dto.notes),
});

/** Returns who acts, where the body names somebody; its rules let no two names through. */
export const actorIn = (dto: Partial<AdvanceDto & RespondDto & ResolveDto>): string | undefined =>
  dto.actor ??
  dto.by ??
  dto.resolvedBy ??
  dto.operatorResponse?.by ??
  dto.advertiserResponse?.by ??
  undefined;

/** Joins the notes of the step and of its response, so that nothing that was written is lost. */
const notesOf = (...notes: readonly (string | null | undefined)[]): string | null => {
  const texts = [...new Set(notes.filter((text) => text != null))];
  return texts.length < 2 ? (texts[0] ?? null) : texts.filter((text) => text !== '').join('\n');
};

/** Returns the resolution of a dispute. */
export const resolutionOf = (dto: ResolveDto, step: Step): DisputeCommand => ({
  type: 'ResolveDeliveryDispute',
  data: { ...step, outcome: outcomeOf(dto) },
});

const outcomeOf = (dto: ResolveDto): DeliveryOutcome => {
  switch (dto.kind) {
    case 'CREDIT_ISSUED':
      return { kind: 'credit-issued', creditNoteId: dto.creditNoteId ?? '' };
    case 'MAKEGOOD_DELIVERED':
      return { kind: 'makegood-delivered', makegoodCampaignId: dto.makegoodCampaignId ?? '' };
    case 'SETTLEMENT_ADJUSTMENT':
      return {
        kind: 'settlement-adjustment',
        adjustments: adjustmentsOf(dto.settlementAdjustment ?? {}),
        ...(dto.originalApplicationId != null && { originalApplicationId: dto.originalApplicationId }),
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
