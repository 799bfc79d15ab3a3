import type { NormalisedStatus } from '../../projections/dispute-head.js';

/** The disputes that a list shows. A property that is left out does not restrict it. */
export interface DisputeFilter {
  readonly tenant?: string;
  readonly scheme?: string;
  /** Any of these. */
  readonly statuses?: readonly NormalisedStatus[];
  /** Any of these, in the words of the dispute's kind. */
  readonly stages?: readonly string[];
  /** RFC 3339 in UTC; exclusive. */
  readonly updatedAfter?: string;
  readonly hasWarning?: boolean;
  readonly documentNumber?: string;
  readonly accountNumber?: string;
  /** Found anywhere in the dispute's id, institution or last update, whatever the letter case. */
  readonly q?: string;
}

/** What disputes are counted by without looking at each. */
export type CountedFilter = Pick<DisputeFilter, 'tenant' | 'scheme' | 'hasWarning'>;

/** The order of a list, by opening. */
export type ListOrder = 'newest-first' | 'oldest-first';

/** The number of disputes per status; a status without disputes is left out. */
export type StatusCounts = Readonly<Partial<Record<NormalisedStatus, number>>>;
