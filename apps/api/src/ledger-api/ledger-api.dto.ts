import 'reflect-metadata';
import { PageQuery, Several } from '#libs/http';
import { ArrayMaxSize, IsIn, IsOptional, IsRFC3339, IsString, Length } from 'class-validator';
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
