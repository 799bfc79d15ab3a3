import 'reflect-metadata';
import {
  httpLimits,
  IsDay,
  IsDayOrInstant,
  OptionalText,
  PageQuery,
  QueryNumber,
  ReadElsewhere,
  Required,
  Several,
} from '#libs/http';
import { ArrayMaxSize, IsBoolean, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { type NormalisedStatus, schemeOf } from '#libs/disputes';
import { trailLimits } from '#libs/trail';
import { limits } from './ledger-api.limits.js';

const STATUSES: readonly NormalisedStatus[] = [
  'open',
  'in-progress',
  'awaiting-party',
  'escalated',
  'resolved',
  'withdrawn',
];

const SCHEMES = Object.values(schemeOf);

@ReadElsewhere('asOf', 'position')
export class DisputesQuery extends PageQuery {
  @OptionalText(limits.maxTextLength)
  tenant?: string;

  @IsOptional()
  @IsIn(SCHEMES)
  scheme?: string;

  @IsOptional()
  @Several()
  @ArrayMaxSize(limits.maxStatuses)
  @IsIn(STATUSES, { each: true })
  status?: NormalisedStatus[];

  /** Exclusive: a day with all of it. */
  @IsOptional()
  @IsDayOrInstant()
  updatedAfter?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  hasWarning?: 'true' | 'false';

  @OptionalText(limits.maxTextLength)
  q?: string;
}

@ReadElsewhere('asOf', 'revision', 'position')
export class DisputeQuery {
  /** Whether the answer says which event set each value. */
  @IsOptional()
  @IsIn(['true', 'false'])
  explain?: 'true' | 'false';
}

@ReadElsewhere('asOf', 'position')
export class ResolutionsQuery extends PageQuery {
  @OptionalText(limits.maxTextLength)
  tenant?: string;

  @IsOptional()
  @IsIn(SCHEMES)
  scheme?: string;

  @OptionalText(limits.maxTextLength)
  code?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  isValid?: 'true' | 'false';

  /** Inclusive: a day with all of it. */
  @IsOptional()
  @IsDayOrInstant()
  resolvedFrom?: string;

  /** Exclusive: a day with all of it. */
  @IsOptional()
  @IsDayOrInstant()
  resolvedBefore?: string;
}

@ReadElsewhere('asOf', 'revision', 'position')
export class TimelineQuery extends PageQuery {
  @IsOptional()
  @IsDayOrInstant()
  from?: string;

  @IsOptional()
  @IsDayOrInstant()
  to?: string;

  @OptionalText(limits.maxTextLength)
  actor?: string;

  @OptionalText(limits.maxTextLength)
  type?: string;

  /** Only what its document claims had happened by this day, `YYYY-MM-DD`. */
  @IsOptional()
  @IsDay()
  effectiveOn?: string;
}

export class ActivityQuery extends PageQuery {
  @OptionalText(limits.maxTextLength)
  tenant?: string;

  @OptionalText(limits.maxTextLength)
  actor?: string;

  /** The id of the credential that the request was made with. */
  @OptionalText(limits.maxTextLength)
  credential?: string;

  /** The holder of that credential, such as an institution. */
  @OptionalText(limits.maxTextLength)
  holder?: string;

  @IsOptional()
  @Several()
  @ArrayMaxSize(limits.maxTypes)
  @IsString({ each: true })
  @Length(1, limits.maxTextLength, { each: true })
  type?: string[];

  @IsOptional()
  @IsDayOrInstant()
  from?: string;

  @IsOptional()
  @IsDayOrInstant()
  to?: string;

  @OptionalText(limits.maxTextLength)
  q?: string;
}

export class DiffQuery {
  /** A revision, a day or an instant: the state before the difference. */
  @Required()
  @IsString()
  @Length(1, limits.maxTextLength)
  from!: string;

  /** A revision, a day or an instant: the state after the difference; the latest if left out. */
  @OptionalText(limits.maxTextLength)
  to?: string;
}

export class EventsQuery extends PageQuery {}

export class ReplaysQuery extends PageQuery {}

export class StartReplayRequest {
  /** Whether the rebuilt state takes the place of the live one. */
  @IsOptional()
  @IsBoolean()
  swap?: boolean;

  /** Why it is run, for whoever reads the trail. */
  @OptionalText(trailLimits.maxReasonLength)
  reason?: string;
}

export class FeedQuery {
  /** The position that the previous answer named; 0, or left out, for the beginning. */
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: '$property must be a position of the log, as in 1200' })
  after?: string;

  @OptionalText(limits.maxTextLength)
  tenant?: string;

  @QueryNumber({ min: 1, max: httpLimits.maxPageSize })
  limit: number = httpLimits.defaultPageSize;
}

const SIZE = /^(?:0|[1-9]\d{0,14})$/;

export class ConsistencyQuery {
  @Required()
  @Matches(SIZE, { message: '$property must be a number of events, as in 1200' })
  from!: string;

  @IsOptional()
  @Matches(SIZE, { message: '$property must be a number of events, as in 1200' })
  to?: string;
}

export class ExportQuery {
  @IsOptional()
  @Matches(SIZE, { message: '$property must be a number of events, as in 1200' })
  since?: string;
}
