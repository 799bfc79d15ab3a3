import 'reflect-metadata';
import { MayBeLeftOut, PageQuery, Required, Text, trimmed } from '#libs/http';
import { decimalText } from '#libs/kernel';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IsCode, IsId } from './billtrust.dto.js';
import { limits } from './billtrust.limits.js';

const IsName = (): PropertyDecorator =>
  applyDecorators(Text(trimmed), IsString(), Length(1, limits.maxNameLength));

const IsOptionalName = (): PropertyDecorator => applyDecorators(IsOptional(), IsName());

const IsNotes = (): PropertyDecorator =>
  applyDecorators(IsOptional(), IsString(), MaxLength(limits.maxNotesLength));

/**
 * Returns a number as decimal text. One that is not exact stays a number, which the validators reject; text
 * keeps every digit.
 */
const amountOf = (value: unknown): unknown =>
  typeof value === 'number' ? (decimalText(value, limits.maxAmountDecimals) ?? value) : value;

/** A resolution, by its id, its code, or both if they agree. */
export class AssignResolutionDto {
  @IsOptional()
  @IsId()
  resolutionId?: string | null;

  @IsOptional()
  @IsCode()
  resolutionCode?: string | null;
}

/** A reason, by its id, or by its category's code and its own. */
export class AssignReasonDto {
  @IsOptional()
  @IsId()
  reasonId?: string | null;

  @IsOptional()
  @IsCode()
  categoryCode?: string | null;

  @IsOptional()
  @IsCode()
  reasonCode?: string | null;
}

/** Body of POST /disputes/{disputeId}/close. */
export class CloseDisputeDto extends AssignResolutionDto {
  @IsNotes()
  notes?: string | null;
}

/** Body of POST /disputes/{disputeId}/cancel. */
export class CancelDisputeDto {
  @IsNotes()
  notes?: string | null;
}

/** Body of POST /disputes (docs/vendors/billtrust.md, "Body of a dispute"). */
export class OpenDisputeDto extends AssignReasonDto {
  @Required()
  @IsName()
  documentNumber!: string;

  @IsOptionalName()
  poNumber?: string | null;

  @IsOptionalName()
  accountNumber?: string | null;

  @IsOptionalName()
  accountName?: string | null;

  @IsOptionalName()
  originSystem?: string | null;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => amountOf(value))
  @IsString({ message: '$property must be a decimal amount, as in "120.50"' })
  @Matches(/^\d{1,15}(\.\d{1,4})?$/, { message: '$property must be a decimal amount, as in "120.50"' })
  amount?: string | null;

  @IsOptional()
  @Text((text) => text.trim().toUpperCase())
  @Matches(/^[A-Z]{3}$/, { message: '$property must have three letters (ISO 4217)' })
  currencyCode?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(limits.maxDescriptionLength)
  description?: string | null;
}

/** Query of GET /disputes, in the words that the vendor's own clients use. */
export class DisputesQueryDto extends PageQuery {
  @MayBeLeftOut()
  @IsName()
  AccountNumber?: string;

  @MayBeLeftOut()
  @IsName()
  DocumentNumber?: string;

  /** 0 open, 1 closed, 2 cancelled. */
  @MayBeLeftOut()
  @IsIn(['0', '1', '2'])
  Status?: '0' | '1' | '2';

  @MayBeLeftOut()
  @IsIn(['CreateDate', '-CreateDate'])
  Sort?: 'CreateDate' | '-CreateDate';
}
