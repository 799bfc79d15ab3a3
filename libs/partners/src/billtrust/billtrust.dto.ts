import 'reflect-metadata';
import { Example, MayBeLeftOut, Required, Text } from '#libs/http';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
} from 'class-validator';
import type { Visibility } from '#libs/dispute-configuration';
import { limits } from './billtrust.limits.js';

/**
 * Returns the code as it is stored. Only ASCII letters change: the capitals of other scripts may be longer,
 * or spell another word.
 */
export const codeOf = (text: string): string =>
  text.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase());

export const idOf = (text: string): string => text.trim().toLowerCase();

/** Validates a code such as the example, and puts it in upper case (docs/vendors/billtrust.md, "Codes"). */
export const IsCode = (example: string): PropertyDecorator =>
  applyDecorators(
    Example(JSON.stringify(example)),
    Text(codeOf),
    IsString(),
    Length(1, limits.maxCodeLength),
    Matches(/^[A-Z0-9][A-Z0-9 _.-]*$/, {
      message:
        '$property must begin with a letter or digit, and may go on with blanks, dots, dashes and underscores',
    }),
  );

const IsDescription = (): PropertyDecorator =>
  applyDecorators(
    Example('"Damaged in Shipping"'),
    IsOptional(),
    IsString(),
    MaxLength(limits.maxDescriptionLength),
  );

const IsFlag = (): PropertyDecorator => applyDecorators(Example('true'), MayBeLeftOut(), IsBoolean());

export const IsId = (): PropertyDecorator =>
  applyDecorators(
    Example('"5f0c1c1e-0000-4000-8000-00000000000c"'),
    Text(idOf),
    IsString(),
    Length(1, limits.maxIdLength),
  );

const VISIBILITIES: readonly Visibility[] = ['Internal', 'External', 'All'];

const visibilityOf = (text: string): string =>
  VISIBILITIES.find((visibility) => visibility.toLowerCase() === text.trim().toLowerCase()) ?? text;

/** Body of PUT /resolutions/{resolutionId}. A code may be sent, and must be the resolution's own. */
export class UpdateResolutionDto {
  @MayBeLeftOut()
  @IsCode('DISPVALID')
  code?: string;

  @IsDescription()
  description?: string | null;

  @IsFlag()
  active?: boolean;

  @IsFlag()
  isValid?: boolean;
}

/** Body of POST /resolutions (docs/vendors/billtrust.md, "Body of a resolution"). */
export class CreateResolutionDto {
  @Required()
  @IsCode('DISPVALID')
  code!: string;

  @IsDescription()
  description?: string | null;

  @IsFlag()
  active?: boolean;

  @IsFlag()
  isValid?: boolean;
}

class ReasonFields {
  @IsDescription()
  description?: string | null;

  @IsFlag()
  active?: boolean;

  @IsOptional()
  @IsId()
  categoryId?: string | null;

  @IsOptional()
  @IsCode('SHIPPING')
  categoryCode?: string | null;

  @MayBeLeftOut()
  @Text(visibilityOf)
  @IsIn(VISIBILITIES)
  visibility?: Visibility;
}

/** Body of POST /reasons (docs/vendors/billtrust.md, "Body of a reason"). */
export class CreateReasonDto extends ReasonFields {
  @Required()
  @IsCode('DAMAGED')
  code!: string;
}

/** Body of PUT /reasons/{reasonId} (docs/vendors/billtrust.md, "Body of a reason"). */
export class UpdateReasonDto extends ReasonFields {
  @MayBeLeftOut()
  @IsCode('DAMAGED')
  code?: string;
}

/** Query of GET /reasons. */
export class ReasonsQueryDto {
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    [value].flat().map((item: unknown) => (typeof item === 'string' ? visibilityOf(item) : item)),
  )
  @ArrayMaxSize(limits.maxVisibilities)
  @IsIn(VISIBILITIES, { each: true })
  Visibility?: Visibility[];
}

class CategoryFields {
  @IsDescription()
  description?: string | null;

  @IsOptional()
  @IsId()
  defaultInternalReasonId?: string | null;

  @IsOptional()
  @IsId()
  defaultExternalReasonId?: string | null;
}

/** Body of POST /categories (docs/vendors/billtrust.md, "Body of a category"). */
export class CreateCategoryDto extends CategoryFields {
  @Required()
  @IsCode('SHIPPING')
  code!: string;
}

/** Body of PUT /categories/{categoryId}. A code may be sent, and must be the category's own. */
export class UpdateCategoryDto extends CategoryFields {
  @MayBeLeftOut()
  @IsCode('SHIPPING')
  code?: string;
}
