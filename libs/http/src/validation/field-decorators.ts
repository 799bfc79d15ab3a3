import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  IsDefined,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
  type ValidationOptions,
} from 'class-validator';
import { Rule } from './rule.js';

/** Requires the field. */
export const Required = (): PropertyDecorator => IsDefined({ message: '$property is required' });

/** Skips validation if the field is left out. Null is validated: it is not the same as leaving it out. */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== undefined);

/** Skips validation if the value is null. A missing field is validated. */
export const Nullable = (): PropertyDecorator => ValidateIf((_, value: unknown) => value !== null);

/** Requires text of 1 to `maxLength` characters, unless the field is left out or null. */
export const OptionalText = (maxLength: number): PropertyDecorator =>
  applyDecorators(IsOptional(), IsString(), Length(1, maxLength));

/** Reads a query parameter as a whole number between `min` and `max`, unless it is left out. */
export const QueryNumber = ({ min, max }: { min: number; max: number }): PropertyDecorator =>
  applyDecorators(
    Text((text) => (DIGITS.test(text) ? Number(text) : text)),
    IsOptional(),
    IsInt({ message: `$property must be a whole number in decimal digits, as in ${max}` }),
    Min(min),
    Max(max),
  );

/** Decimal digits only: `Number` would also read `0x10`, `1e1`, `+5` and blanks. */
const DIGITS = /^\d{1,15}$/;

/** Changes text before it is validated. Any other value is left for the validators to reject. */
export const Text = (change: (text: string) => unknown): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? change(value) : value));

/**
 * Reads a list from a query parameter that is repeated, has commas, or both. Given once, it arrives as text.
 */
export const Several = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    [value].flat().flatMap((item: unknown) => (typeof item === 'string' ? item.split(',') : [item])),
  );

export const trimmed = (text: string): string => text.trim();

/** Nobody can see a control character in a name, or tell two names apart that differ in one. */
export const HasNoControls = (options?: ValidationOptions): PropertyDecorator =>
  Rule(
    {
      name: 'range:no-controls',
      text: 'must not contain control characters',
      isMet: (value) => typeof value !== 'string' || !/\p{Cc}/u.test(value),
    },
    options,
  );
