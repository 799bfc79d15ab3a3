import 'reflect-metadata';
import { Example, IsAmount, IsDay, Required, Text, trimmed } from '#libs/http';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MessageDto, PAN } from './smart-odr.dto.js';
import { limits } from './smart-odr.limits.js';

/**
 * `dispute.ConciliationReport` (docs/vendors/smart-odr.md, "Conciliation report"). The ledger has not seen the
 * vendor's table of these fields, so that it requires none.
 */
export class ConciliationReportDto {
  @IsOptional()
  @IsBoolean()
  isFeePaidByMP?: boolean | null;

  @IsOptional()
  @IsDay()
  mpFeesDate?: string | null;

  @IsOptional()
  @IsBoolean()
  isFeePaidByInvestor?: boolean | null;

  @IsOptional()
  @IsDay()
  investorFeesDate?: string | null;

  @Example('3')
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(limits.maxHearings)
  noOfHearings?: number | null;

  @IsOptional()
  @IsBoolean()
  isSettled?: boolean | null;

  @IsOptional()
  @IsAmount({ decimals: 2 })
  settlementAmount?: number | null;

  @IsOptional()
  @IsDay()
  settlementDate?: string | null;
}

/** An item of `dispute.DisputeArbitrators` in a report of a conciliation: a conciliator. */
export class ConciliatorDto {
  @Example('"Smith Doe"')
  @Required()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxArbitratorNameLength)
  arbitratorName!: string;

  @Example('"ABCDE1234H"')
  @IsOptional()
  @IsString()
  @Text((text) => text.trim().toUpperCase())
  @Matches(PAN, { message: '$property must be a PAN: five letters, four digits, a letter, as in ABCDE1234H' })
  arbitratorPAN?: string | null;

  @IsOptional()
  @IsDay()
  arbitratorAppointedDate?: string | null;

  @IsOptional()
  @IsDay()
  arbitratorAcceptanceDate?: string | null;

  @IsOptional()
  @IsDay()
  arbitratorRejectionDate?: string | null;

  @IsOptional()
  @IsBoolean()
  isReappointed?: boolean | null;

  @IsOptional()
  @IsBoolean()
  isApproved?: boolean | null;

  @Example('"ABCDE1234J"')
  @IsOptional()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxArbitratorNameLength)
  reappointedBehalfOf?: string | null;

  @Example('1')
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(limits.maxSeat)
  arbIndex?: number | null;
}

/** `dispute` of POST /update_conciliation_report (docs/vendors/smart-odr.md, "Conciliation report"). */
export class ConciliationReportMessageDto extends MessageDto {
  @Required()
  @Text((text) => text.trim().toLowerCase())
  @IsIn(['conciliation'])
  disputetype!: 'conciliation';

  @Example('{"isSettled": true}')
  @Required()
  @IsObject()
  @ValidateNested()
  @Type(() => ConciliationReportDto)
  ConciliationReport!: ConciliationReportDto;

  @Example('[{"arbitratorName": "Smith Doe"}]')
  @Required()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(limits.maxArbitrators)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ConciliatorDto)
  DisputeArbitrators!: ConciliatorDto[];
}
