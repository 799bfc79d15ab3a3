import 'reflect-metadata';
import { IsInstant, IsPositiveDecimal, PageQuery, Required, Several, Text, trimmed } from '#libs/http';
import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { limits } from './enfinitos.limits.js';
import { ADVANCE_STATES, type State, STATES } from './enfinitos.states.js';

/** As text: a JSON number would lose some of the digits. */
const IsAmount = (): PropertyDecorator => IsPositiveDecimal({ digits: 18, decimals: 9 });

const IsIdList = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    IsArray(),
    ArrayMaxSize(limits.maxIdsPerList),
    IsString({ each: true }),
    Length(1, limits.maxIdLength, { each: true }),
  );

const IsId = (): PropertyDecorator =>
  applyDecorators(IsOptional(), IsString(), Length(1, limits.maxIdLength));

class PeriodDto {
  @Required()
  @IsInstant()
  start!: string;

  @Required()
  @IsInstant()
  end!: string;
}

class AffectedSurfaceDto {
  @IsId()
  campaignId?: string;

  @IsIdList()
  screenIds?: string[];

  @IsId()
  substrateId?: string;
}

class ClaimedShortfallDto {
  @Required()
  @IsString()
  @Length(1, limits.maxUnitLength)
  unit!: string;

  @Required()
  @IsAmount()
  amount!: string;
}

export class EvidenceBundleDto {
  @IsIdList()
  proofPackIds?: string[];

  @IsIdList()
  meteringSnapshotIds?: string[];

  @IsIdList()
  settlementApplicationIds?: string[];

  @IsIdList()
  attachmentRefs?: string[];

  @IsId()
  auditorReportRef?: string;
}

/** Body of POST /v1/disputes (docs/vendors/enfinitos.md, "Opening"). */
export class OpenDisputeDto {
  @Required()
  @IsObject()
  @ValidateNested()
  @Type(() => PeriodDto)
  disputedPeriod!: PeriodDto;

  @Required()
  @IsObject()
  @ValidateNested()
  @Type(() => AffectedSurfaceDto)
  affectedSurface!: AffectedSurfaceDto;

  @Required()
  @IsObject()
  @ValidateNested()
  @Type(() => ClaimedShortfallDto)
  claimedShortfall!: ClaimedShortfallDto;

  @IsOptional()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxActorLength)
  openedBy?: string;

  /** Anything but "operator" means the advertiser (docs/vendors/enfinitos.md, "Role of the opener"). */
  @Transform(({ value }: { value: unknown }) => (value === 'operator' ? 'operator' : 'advertiser'))
  @IsOptional()
  openedByRole?: 'operator' | 'advertiser';

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => EvidenceBundleDto)
  evidenceBundle?: EvidenceBundleDto;
}

/**
 * Fields of every later step; POST /v1/disputes/{id}/withdraw and /escalate have no other
 * (docs/vendors/enfinitos.md, "Any step").
 */
export class StepDto {
  /** Who acts; the key's developer where nobody is named. */
  @IsOptional()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxActorLength)
  actor?: string;

  @IsOptional()
  @IsString()
  @MaxLength(limits.maxNotesLength)
  notes?: string;
}

class ProposedRemedyDto {
  @IsOptional()
  @IsAmount()
  amount?: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PeriodDto)
  makegoodWindow?: PeriodDto;
}

export class AdvertiserResponseDto {
  @Required()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxStanceLength)
  stance!: string;

  @IsOptional()
  @IsString()
  @MaxLength(limits.maxNotesLength)
  notes?: string;
}

export class OperatorResponseDto extends AdvertiserResponseDto {
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ProposedRemedyDto)
  proposedRemedy?: ProposedRemedyDto;
}

/** Body of POST /v1/disputes/{id}/advance (docs/vendors/enfinitos.md, "Advance"). */
export class AdvanceDto extends StepDto {
  @Required()
  @IsIn(ADVANCE_STATES)
  toState!: (typeof ADVANCE_STATES)[number];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => OperatorResponseDto)
  operatorResponse?: OperatorResponseDto;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AdvertiserResponseDto)
  advertiserResponse?: AdvertiserResponseDto;
}

/**
 * Body of POST /v1/disputes/{id}/respond: the response of the side in `role` (docs/vendors/enfinitos.md,
 * "Response").
 */
export class RespondDto extends OperatorResponseDto {
  @Required()
  @IsIn(['operator', 'advertiser'])
  role!: 'operator' | 'advertiser';

  @IsOptional()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxActorLength)
  actor?: string;
}

const KINDS = ['CREDIT_ISSUED', 'MAKEGOOD_DELIVERED', 'SETTLEMENT_ADJUSTMENT', 'NO_CREDIT', 'OTHER'] as const;

/** Body of POST /v1/disputes/{id}/resolve (docs/vendors/enfinitos.md, "Resolution"). */
export class ResolveDto extends StepDto {
  @Required()
  @IsIn(KINDS)
  kind!: (typeof KINDS)[number];

  @IsId()
  creditNoteId?: string;

  @IsId()
  makegoodCampaignId?: string;

  /** Signed cents per party's role. */
  @IsOptional()
  @IsObject()
  settlementAdjustment?: Record<string, unknown>;
}

/** Query of GET /v1/disputes. */
export class DisputesQueryDto extends PageQuery {
  @IsOptional()
  @Several()
  @ArrayMaxSize(STATES.length)
  @IsIn(STATES, { each: true })
  state?: State[];
}
