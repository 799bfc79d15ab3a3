import type { FieldProblem } from '#libs/http';
import { compareInstants } from '#libs/kernel';
import { rulesUnder } from '../field-rules.js';
import type { EvidenceBundleDto, OpenDisputeDto, ResolveDto } from './enfinitos.dto.js';
import { limits } from './enfinitos.limits.js';

const when = rulesUnder('');

/**
 * Returns the broken rules between fields of an opening. A period that ends after `now` cannot be disputed
 * yet.
 */
export const openingProblems = (dto: OpenDisputeDto, now: Date): readonly FieldProblem[] => {
  const { start, end } = dto.disputedPeriod;
  const { campaignId, screenIds, substrateId } = dto.affectedSurface;
  return [
    ...when(compareInstants(end, start) <= 0, 'disputedPeriod.end', 'must be after start'),
    ...when(compareInstants(end, now.toISOString()) > 0, 'disputedPeriod.end', 'must not be in the future'),
    ...when(
      campaignId == null && substrateId == null && isEmpty(screenIds),
      'affectedSurface',
      'must name a campaignId, a substrateId or at least one of screenIds',
    ),
  ];
};

/**
 * Returns whether one of the three id lists has an entry; attachments do not count
 * (docs/vendors/enfinitos.md, "Evidence").
 */
export const hasEvidence = (bundle: EvidenceBundleDto | undefined): boolean =>
  [bundle?.proofPackIds, bundle?.meteringSnapshotIds, bundle?.settlementApplicationIds].some(
    (ids) => !isEmpty(ids),
  );

/** An optional list may also be null. */
const isEmpty = (ids: readonly string[] | null | undefined): boolean => ids == null || ids.length === 0;

/**
 * Returns the broken rules of a remedy's window: a period like the disputed one, which may lie in the future.
 */
export const windowProblems = (
  window: { start: string; end: string } | undefined,
  at: string,
): readonly FieldProblem[] =>
  when(window != null && compareInstants(window.end, window.start) <= 0, `${at}.end`, 'must be after start');

export const resolutionProblems = (dto: ResolveDto): readonly FieldProblem[] => {
  const { kind, creditNoteId, makegoodCampaignId, settlementAdjustment } = dto;
  const entries = Object.entries(settlementAdjustment ?? {});
  return [
    ...when(
      kind === 'CREDIT_ISSUED' && creditNoteId == null,
      'creditNoteId',
      'is required when kind is CREDIT_ISSUED',
    ),
    ...when(
      kind === 'MAKEGOOD_DELIVERED' && makegoodCampaignId == null,
      'makegoodCampaignId',
      'is required when kind is MAKEGOOD_DELIVERED',
    ),
    ...when(
      kind === 'SETTLEMENT_ADJUSTMENT' && entries.length === 0,
      'settlementAdjustment',
      'must have at least one entry when kind is SETTLEMENT_ADJUSTMENT',
    ),
    ...when(
      entries.length > limits.maxAdjustments,
      'settlementAdjustment',
      `must have at most ${limits.maxAdjustments} entries`,
    ),
    ...entries.flatMap(adjustmentProblems),
  ];
};

const adjustmentProblems = ([party, cents]: readonly [string, unknown]): readonly FieldProblem[] => {
  const path = `/settlementAdjustment/${party.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (party.length === 0 || party.length > limits.maxPartyLength)
    return [
      { path, message: `a party of settlementAdjustment must have 1 to ${limits.maxPartyLength} characters` },
    ];
  if (Number.isSafeInteger(cents)) return [];
  return [{ path, message: `settlementAdjustment.${party} must be a whole number of cents` }];
};
