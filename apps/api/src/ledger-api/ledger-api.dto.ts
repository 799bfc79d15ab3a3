import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsIn,
  IsInt,
  IsOptional,
  IsRFC3339,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import type { NormalisedStatus } from '#libs/disputes';
import { limits } from './ledger-api.limits.js';

const STATUSES: readonly NormalisedStatus[] = [
  'open',
  'in-progress',
  'awaiting-party',
  'escalated',
  'resolved',
  'withdrawn',
];

/** A parameter that was given once is text; a list takes it several times, or with commas. */
const Several = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    [value].flat().flatMap((item: unknown) => (typeof item === 'string' ? item.split(',') : [item])),
  );

class PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(limits.maxPageSize)
  limit: number = limits.defaultPageSize;

  /** As an answer's `next` gave it. */
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{1,40}$/)
  cursor?: string;
}

export class DisputesQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @Length(1, limits.maxTextLength)
  tenant?: string;

  @IsOptional()
  @IsString()
  @Length(1, limits.maxTextLength)
  scheme?: string;

  @IsOptional()
  @Several()
  @ArrayMaxSize(limits.maxStatuses)
  @IsIn(STATUSES, { each: true })
  status?: NormalisedStatus[];

  @IsOptional()
  @IsRFC3339()
  updatedAfter?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  hasWarning?: 'true' | 'false';

  @IsOptional()
  @IsString()
  @Length(1, limits.maxTextLength)
  q?: string;
}

export class TimelineQuery extends PageQuery {
  @IsOptional()
  @IsRFC3339()
  from?: string;

  @IsOptional()
  @IsRFC3339()
  to?: string;

  @IsOptional()
  @IsString()
  @Length(1, limits.maxTextLength)
  actor?: string;

  @IsOptional()
  @IsString()
  @Length(1, limits.maxTextLength)
  type?: string;
}

export class EventsQuery extends PageQuery {}
