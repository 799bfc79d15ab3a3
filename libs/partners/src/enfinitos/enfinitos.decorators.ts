import 'reflect-metadata';
import { Example, HasNoControls, IsPositiveDecimal, Rule, Text, trimmed } from '#libs/http';
import { applyDecorators } from '@nestjs/common';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { limits } from './enfinitos.limits.js';
import { ROUTE_OF_STATE } from './enfinitos.states.js';

/** As text: a JSON number would lose some of the digits. */
export const IsAmount = (): PropertyDecorator => IsPositiveDecimal({ digits: 18, decimals: 9 });

/** Trims the items of a list that are text. Any other value is left for the validators to reject. */
const TrimmedItems = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    Array.isArray(value)
      ? value.map((item: unknown) => (typeof item === 'string' ? item.trim() : item))
      : value,
  );

/** Requires a name: 1 to `maxLength` characters without blanks around them, none of them a control. */
export const IsName = (maxLength: number, example: string): PropertyDecorator =>
  applyDecorators(
    IsString(),
    Text(trimmed),
    Length(1, maxLength),
    HasNoControls(),
    Example(JSON.stringify(example)),
  );

export const IsId = (example: string): PropertyDecorator =>
  applyDecorators(IsOptional(), IsName(limits.maxIdLength, example));

export const IsActor = (example: string): PropertyDecorator =>
  applyDecorators(IsOptional(), IsName(limits.maxActorLength, example));

export const IsIdList = (example: string): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    IsArray(),
    TrimmedItems(),
    ArrayMaxSize(limits.maxIdsPerList),
    IsString({ each: true }),
    Length(1, limits.maxIdLength, { each: true }),
    HasNoControls({ each: true }),
    Example(JSON.stringify([example])),
  );

export const IsNotes = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    IsString(),
    MaxLength(limits.maxNotesLength),
    Example('"Two screens were dark."'),
  );

/** Requires an object with the fields of the class. */
export const IsA = (dto: () => new () => object, example: string): PropertyDecorator =>
  applyDecorators(IsObject(), ValidateNested(), Type(dto), Example(example));

/** Rejects a state that another route leads to, and names that route. */
export const HasNoRouteOfItsOwn = (): PropertyDecorator =>
  applyDecorators(
    ...Object.entries(ROUTE_OF_STATE).map(([state, route]) =>
      Rule({
        name: `form:${state}`,
        text: `cannot be ${state} here: ${route} leads to it`,
        isMet: (value) => value !== state,
      }),
    ),
  );
