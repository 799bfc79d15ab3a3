import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsDefined, IsOptional, IsString, Length, ValidateIf } from 'class-validator';

/** Requires the field. */
export const Required = (): PropertyDecorator => IsDefined({ message: '$property is required' });

/** Skips validation if the field is left out. Null is validated: it is not the same as leaving it out. */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== undefined);

/** Skips validation if the value is null. A missing field is validated. */
export const Nullable = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== null);

/** Requires text of 1 to `maxLength` characters, unless the field is left out or null. */
export const OptionalText = (maxLength: number): PropertyDecorator =>
  // Bottom up, like decorators above a field: of several problems, the last is reported.
  applyDecorators(Length(1, maxLength), IsString(), IsOptional());

/** Changes text before it is validated. Any other value is left for the validators to reject. */
export const Text = (change: (text: string) => string): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? change(value) : value));

/**
 * Reads a list from a query parameter that is repeated, has commas, or both. Given once, it arrives as text.
 */
export const Several = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    [value].flat().flatMap((item: unknown) => (typeof item === 'string' ? item.split(',') : [item])),
  );

export const trimmed = (text: string): string => text.trim();
