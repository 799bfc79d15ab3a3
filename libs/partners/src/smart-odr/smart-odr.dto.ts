import 'reflect-metadata';
import { Example, IsAmount, IsDay, Nullable, Required, Text, trimmed } from '#libs/http';
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
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { limits } from './smart-odr.limits.js';

/**
 * The roles of both documents (docs/vendors/smart-odr.md, "Role words"). A conciliator writes as MEDIATOR.
 */
const ROLES = ['MEDIATOR', 'ARBITRATOR', 'SYSADMIN', 'CASEMANAGER', 'PETITIONER', 'RESPONDENT'] as const;

const DISPUTE_ID = new RegExp(`^[A-Za-z0-9][A-Za-z0-9-]{0,${limits.maxDisputeIdLength - 1}}$`);
export const PAN = /^[A-Z]{5}[0-9]{4}[A-Z]$/;

const canonicalOf =
  (values: readonly string[]) =>
  (text: string): string =>
    values.find((value) => value.toLowerCase() === text.trim().toLowerCase()) ?? text;

/** The fields that all messages share. */
export class MessageDto {
  @Example('"MII-INV-2024-01-781096"')
  @Required()
  @IsString()
  @Text(trimmed)
  @Matches(DISPUTE_ID, {
    message: `$property must be 1 to ${limits.maxDisputeIdLength} letters, digits and dashes, and begin with no dash, as in MII-INV-2024-01-781096`,
  })
  disputeId!: string;

  @Required()
  @Text((text) => text.trim().toUpperCase())
  @IsIn(ROLES)
  role!: (typeof ROLES)[number];

  @Example('"Bruce Wayne"')
  @Required()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxUserNameLength)
  userName!: string;
}

/** `dispute` of POST /update (docs/vendors/smart-odr.md, "Update"). */
export class UpdateDto extends MessageDto {
  @Required()
  @Text((text) => text.trim().toLowerCase())
  @IsIn(['conciliation', 'arbitration'])
  disputetype!: 'conciliation' | 'arbitration';

  @Example('"The hearing is on 12 March"')
  @Required()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxUpdateLength)
  update!: string;

  /**
   * In the document's example and not in its table (docs/vendors/smart-odr.md, "The field `description`").
   */
  @Example('"Both parties agreed"')
  @IsOptional()
  @IsString()
  @MaxLength(limits.maxDescriptionLength)
  description?: string | null;
}

/** `dispute.ArbitrationReport` (docs/vendors/smart-odr.md, "Arbitration report"). */
export class ArbitrationReportDto {
  @Required()
  @IsBoolean()
  isFeePaidByMP!: boolean;

  @Nullable()
  @Required()
  @IsDay()
  mpFeesDate!: string | null;

  @Required()
  @IsBoolean()
  isFeePaidByInvestor!: boolean;

  @Nullable()
  @Required()
  @IsDay()
  investorFeesDate!: string | null;

  @Required()
  @Text(canonicalOf(['Sole', 'Panel']))
  @IsIn(['Sole', 'Panel'])
  arbitratorType!: 'Sole' | 'Panel';

  @Nullable()
  @Required()
  @IsAmount({ decimals: 2 })
  counterClaimAmount!: number | null;

  @Nullable()
  @Required()
  @IsAmount({ decimals: 2 })
  arbitralAwardAmount!: number | null;

  @Nullable()
  @Required()
  @IsDay()
  arbitralAwardDate!: string | null;

  @Nullable()
  @Required()
  @IsDay()
  receiptOfArbitralAwardDate!: string | null;

  @Nullable()
  @Required()
  @IsDay()
  arbitralAwardSentDate!: string | null;

  @Example('3')
  @Nullable()
  @Required()
  @IsInt()
  @Min(0)
  @Max(limits.maxHearings)
  noOfHearings!: number | null;

  @Nullable()
  @Required()
  @IsIn(['Market Participant', 'Investor'])
  awardInFavor!: 'Market Participant' | 'Investor' | null;

  @Required()
  @IsBoolean()
  isIntentionReceived!: boolean;

  @Nullable()
  @Required()
  @IsDay()
  intentionReceivedDate!: string | null;
}

/** An item of `dispute.DisputeArbitrators` (docs/vendors/smart-odr.md, "Arbitrators"). */
export class ArbitratorDto {
  @Example('"Smith Doe"')
  @Required()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxArbitratorNameLength)
  arbitratorName!: string;

  @Example('"ABCDE1234H"')
  @Required()
  @IsString()
  @Text((text) => text.trim().toUpperCase())
  @Matches(PAN, { message: '$property must be a PAN: five letters, four digits, a letter, as in ABCDE1234H' })
  arbitratorPAN!: string;

  @Required()
  @IsDay()
  arbitratorAppointedDate!: string;

  @Nullable()
  @Required()
  @IsDay()
  arbitratorAcceptanceDate!: string | null;

  @Nullable()
  @Required()
  @IsDay()
  arbitratorRejectionDate!: string | null;

  @Required()
  @IsBoolean()
  isReappointed!: boolean;

  @Required()
  @IsBoolean()
  isApproved!: boolean;

  @Example('"ABCDE1234J"')
  @Nullable()
  @Required()
  @IsString()
  @Text(trimmed)
  @Length(1, limits.maxArbitratorNameLength)
  reappointedBehalfOf!: string | null;

  @Example('1')
  @Required()
  @IsInt()
  @Min(1)
  @Max(limits.maxSeat)
  arbIndex!: number;
}

/** `dispute` of POST /update_arbitration_report (docs/vendors/smart-odr.md, "Fields"). */
export class ArbitrationReportMessageDto extends MessageDto {
  @Required()
  @Text((text) => text.trim().toLowerCase())
  @IsIn(['arbitration'])
  disputetype!: 'arbitration';

  @Example('{"isFeePaidByMP": true}')
  @Required()
  @IsObject()
  @ValidateNested()
  @Type(() => ArbitrationReportDto)
  ArbitrationReport!: ArbitrationReportDto;

  @Example('[{"arbitratorName": "Smith Doe"}]')
  @Required()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(limits.maxArbitrators)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ArbitratorDto)
  DisputeArbitrators!: ArbitratorDto[];
}
