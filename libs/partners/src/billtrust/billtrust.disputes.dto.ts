import 'reflect-metadata';
import { Example, HasNoControls, MayBeLeftOut, PageQuery, Required, Text, trimmed } from '#libs/http';
import { applyDecorators } from '@nestjs/common';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IsAmount } from './billtrust.amount.js';
import { IsCode, IsId } from './billtrust.dto.js';
import { limits } from './billtrust.limits.js';

const IsName = (example: string): PropertyDecorator =>
  applyDecorators(
    Example(JSON.stringify(example)),
    Text(trimmed),
    IsString(),
    Length(1, limits.maxNameLength),
  );

const IsOptionalName = (example: string): PropertyDecorator => applyDecorators(IsOptional(), IsName(example));

/** An id or a number, which is compared whole: nobody can tell two apart that differ in a control character. */
const IsReference = (example: string): PropertyDecorator => applyDecorators(IsName(example), HasNoControls());

const IsOptionalReference = (example: string): PropertyDecorator =>
  applyDecorators(IsOptional(), IsReference(example));

const IsNotes = (): PropertyDecorator =>
  applyDecorators(
    Example('"Agreed on the phone"'),
    IsOptional(),
    IsString(),
    MaxLength(limits.maxNotesLength),
  );

/**
 * Body of PUT /disputes/{disputeId}/resolution and of POST /disputes/{disputeId}/close: a resolution, by its
 * id, its code, or both if they agree.
 */
export class AssignResolutionDto {
  @IsOptional()
  @IsId()
  resolutionId?: string | null;

  @IsOptional()
  @IsCode('DISPVALID')
  resolutionCode?: string | null;

  @IsNotes()
  notes?: string | null;
}

/** A reason, by its id, by its code with its category, or by all that agree. */
class ReasonReferenceDto {
  @IsOptional()
  @IsId()
  reasonId?: string | null;

  @IsOptional()
  @IsId()
  categoryId?: string | null;

  @IsOptional()
  @IsCode('SHIPPING')
  categoryCode?: string | null;

  @IsOptional()
  @IsCode('DAMAGED')
  reasonCode?: string | null;
}

/** Body of PUT /disputes/{disputeId}/reason. */
export class AssignReasonDto extends ReasonReferenceDto {
  @IsNotes()
  notes?: string | null;
}

/** Body of PUT /disputes/{disputeId}/external-reason: a reason in the words of the buyer's people. */
export class AssignExternalReasonDto {
  @Required()
  @IsId()
  externalReasonId!: string;

  @IsOptional()
  @IsId()
  externalReasonCategoryId?: string | null;

  @IsNotes()
  notes?: string | null;
}

/** Body of POST /disputes/{disputeId}/cancel. */
export class CancelDisputeDto {
  @IsNotes()
  notes?: string | null;
}

/** Body of POST /disputes (docs/vendors/billtrust.md, "Body of a dispute"). */
export class OpenDisputeDto extends ReasonReferenceDto {
  @Required()
  @IsReference('INV-789')
  documentNumber!: string;

  @IsOptionalReference('PO-12345')
  poNumber?: string | null;

  @IsOptionalReference('ACT-123')
  accountNumber?: string | null;

  @IsOptionalName('test-account')
  accountName?: string | null;

  @IsOptionalReference('collections')
  originSystem?: string | null;

  @IsOptional()
  @IsAmount()
  amount?: string | null;

  @Example('"USD"')
  @IsOptional()
  @Text((text) => text.trim().toUpperCase())
  @Matches(/^[A-Z]{3}$/, { message: '$property must have three letters (ISO 4217)' })
  currencyCode?: string | null;

  @Example('"Two boxes were crushed."')
  @IsOptional()
  @IsString()
  @MaxLength(limits.maxDescriptionLength)
  description?: string | null;

  @IsOptional()
  @IsId()
  externalReasonId?: string | null;

  @IsOptional()
  @IsId()
  externalReasonCategoryId?: string | null;

  @IsOptionalReference('user-7')
  assigneeId?: string | null;

  @IsOptionalName('Steve Rogers')
  assigneeName?: string | null;

  @IsOptionalReference('dep-1')
  departmentId?: string | null;

  @IsOptionalName('Shipping')
  departmentName?: string | null;

  @IsOptionalReference('platform-1')
  platformAccountId?: string | null;

  @IsOptionalReference('user-7')
  userId?: string | null;
}

/** Query of GET /disputes, in the words that the vendor's own clients use. */
export class DisputesQueryDto extends PageQuery {
  @MayBeLeftOut()
  @IsName('ACT-123')
  AccountNumber?: string;

  @MayBeLeftOut()
  @IsName('INV-789')
  DocumentNumber?: string;

  /** 0 open, 1 closed, 2 cancelled. */
  @MayBeLeftOut()
  @IsIn(['0', '1', '2'])
  Status?: '0' | '1' | '2';

  @MayBeLeftOut()
  @IsIn(['CreateDate', '-CreateDate'])
  Sort?: 'CreateDate' | '-CreateDate';
}
