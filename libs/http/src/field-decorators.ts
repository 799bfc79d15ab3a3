import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDefined, IsOptional, IsString, Length, ValidateIf } from 'class-validator';

/** The field must be there. */
export const Required = (): PropertyDecorator => IsDefined({ message: '$property is required' });

/** The field may be left out. Null is not the same as leaving it out. */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== undefined);

/** The value may be null; it may not be missing. */
export const Nullable = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== null);

/** The field may be left out, or null; otherwise it is text of 1 to `maxLength` characters. */
export const OptionalText = (maxLength: number): PropertyDecorator =>
  // From the bottom up, as decorators that stand above a field: of what is wrong, the last is reported.
  applyDecorators(Length(1, maxLength), IsString(), IsOptional());

/** Changes text before it is validated, and nothing else: what is no text is left for the validators to name. */
export const Text = (change: (text: string) => string): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? change(value) : value));

/** A query parameter that was given once is text; a list takes it several times, or with commas. */
export const Several = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    [value].flat().flatMap((item: unknown) => (typeof item === 'string' ? item.split(',') : [item])),
  );

export const trimmed = (text: string): string => text.trim();
