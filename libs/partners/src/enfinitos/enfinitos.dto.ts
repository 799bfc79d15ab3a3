import 'reflect-metadata';
import { Example, IsInstant, PageQuery, Required, Several } from '#libs/http';
import { ArrayMaxSize, IsIn, IsObject, IsOptional, IsString } from 'class-validator';
import {
  HasNoRouteOfItsOwn,
  IsA,
  IsActor,
  IsAmount,
  IsId,
  IsIdList,
  IsName,
  IsNotes,
} from './enfinitos.decorators.js';
import { limits } from './enfinitos.limits.js';
import { ADVANCE_STATES, KINDS, type State, STATES } from './enfinitos.states.js';

const AN_INSTANT = '"2023-11-07T05:31:56Z"';
const A_PERIOD = '{"start": "2023-11-07T05:31:56Z", "end": "2023-11-08T05:31:56Z"}';

class PeriodDto {
  @Required()
  @IsString()
  @IsInstant()
  @Example(AN_INSTANT)
  start!: string;

  @Required()
  @IsString()
  @IsInstant()
  @Example(AN_INSTANT)
  end!: string;
}

class AffectedSurfaceDto {
  @IsId('campaign-1')
  campaignId?: string;

  @IsIdList('screen-1')
  screenIds?: string[];

  @IsId('substrate-1')
  substrateId?: string;
}

class ClaimedShortfallDto {
  @Required()
  @IsName(limits.maxUnitLength, 'impressions')
  unit!: string;

  @Required()
  @IsAmount()
  amount!: string;
}

export class EvidenceBundleDto {
  @IsIdList('proof-pack-1')
  proofPackIds?: string[];

  @IsIdList('metering-1')
  meteringSnapshotIds?: string[];

  @IsIdList('settlement-1')
  settlementApplicationIds?: string[];

  @IsIdList('attachment-1')
  attachmentRefs?: string[];

  @IsId('auditor-report-1')
  auditorReportRef?: string;
}

/** Body of POST /v1/disputes (docs/vendors/enfinitos.md, "Opening"). */
export class OpenDisputeDto {
  @Required()
  @IsA(() => PeriodDto, A_PERIOD)
  disputedPeriod!: PeriodDto;

  @Required()
  @IsA(() => AffectedSurfaceDto, '{"campaignId": "campaign-1"}')
  affectedSurface!: AffectedSurfaceDto;

  @Required()
  @IsA(() => ClaimedShortfallDto, '{"unit": "impressions", "amount": "1200.50"}')
  claimedShortfall!: ClaimedShortfallDto;

  @IsActor('advertiser-desk')
  openedBy?: string;

  /** Anything but "operator" means the advertiser (docs/vendors/enfinitos.md, "Role of the opener"). */
  @IsOptional()
  openedByRole?: unknown;

  @IsOptional()
  @IsA(() => EvidenceBundleDto, '{"proofPackIds": ["proof-pack-1"]}')
  evidenceBundle?: EvidenceBundleDto;

  @IsNotes()
  notes?: string;
}

/**
 * Fields of every later step; POST /v1/disputes/{id}/withdraw and /escalate have no other
 * (docs/vendors/enfinitos.md, "Any step").
 */
export class StepDto {
  /** Who acts; the key's developer where nobody is named. */
  @IsActor('advertiser-desk')
  actor?: string;

  @IsNotes()
  notes?: string;
}

class ProposedRemedyDto {
  @IsOptional()
  @IsAmount()
  amount?: string;

  @IsOptional()
  @IsA(() => PeriodDto, A_PERIOD)
  makegoodWindow?: PeriodDto;
}

/** The response of either side; the rules of each route refuse a remedy of the advertiser's. */
export class ResponseDto {
  @Required()
  @IsName(limits.maxStanceLength, 'PARTIALLY_ACCEPTED')
  stance!: string;

  @IsNotes()
  notes?: string;

  /** Who responds, as the dispute names them: another name for the step's `actor`. */
  @IsActor('operator-desk')
  by?: string;

  @IsOptional()
  @IsA(() => ProposedRemedyDto, '{"amount": "600.25"}')
  proposedRemedy?: ProposedRemedyDto;
}

const A_RESPONSE = '{"stance": "PARTIALLY_ACCEPTED"}';

/** Body of POST /v1/disputes/{id}/advance and /transition (docs/vendors/enfinitos.md, "Advance"). */
export class AdvanceDto extends StepDto {
  @Required()
  @HasNoRouteOfItsOwn()
  @IsIn(ADVANCE_STATES)
  toState!: (typeof ADVANCE_STATES)[number];

  @IsOptional()
  @IsA(() => ResponseDto, A_RESPONSE)
  operatorResponse?: ResponseDto;

  @IsOptional()
  @IsA(() => ResponseDto, A_RESPONSE)
  advertiserResponse?: ResponseDto;
}

/**
 * Body of POST /v1/disputes/{id}/respond: the response of the side in `role` (docs/vendors/enfinitos.md,
 * "Response").
 */
export class RespondDto extends ResponseDto {
  @Required()
  @IsIn(['operator', 'advertiser'])
  role!: 'operator' | 'advertiser';

  @IsActor('operator-desk')
  actor?: string;
}

/** Body of POST /v1/disputes/{id}/resolve (docs/vendors/enfinitos.md, "Resolution"). */
export class ResolveDto extends StepDto {
  @Required()
  @IsIn(KINDS)
  kind!: (typeof KINDS)[number];

  @IsId('credit-note-1')
  creditNoteId?: string;

  @IsId('campaign-2')
  makegoodCampaignId?: string;

  /** Signed cents per party's role. */
  @IsOptional()
  @IsObject()
  @Example('{"operator": -500}')
  settlementAdjustment?: Record<string, unknown>;

  /** The settlement application that the adjustment corrects. */
  @IsId('settlement-1')
  originalApplicationId?: string;

  /** Who resolves, as the dispute names them: another name for the step's `actor`. */
  @IsActor('operator-desk')
  resolvedBy?: string;
}

/** Query of GET /v1/disputes. */
export class DisputesQueryDto extends PageQuery {
  @IsOptional()
  @Several()
  @ArrayMaxSize(STATES.length)
  @IsIn(STATES, { each: true })
  state?: State[];
}
