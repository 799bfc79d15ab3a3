import type { NormalisedStatus } from '../../projections/dispute-head.js';

/** Which disputes a list shows. */
export interface DisputeFilter {
  readonly tenant?: string;
  readonly scheme?: string;
  /** Any of these. */
  readonly statuses?: readonly NormalisedStatus[];
  /** Any of these, in the scheme's own words. */
  readonly stages?: readonly string[];
  /** RFC 3339 in UTC; exclusive. */
  readonly updatedAfter?: string;
  readonly hasWarning?: boolean;
  readonly documentNumber?: string;
  readonly accountNumber?: string;
  /** Found anywhere in the dispute's id, institution or last update, whatever the letter case. */
  readonly q?: string;
}

/** How many disputes there are in each status. */
export type StatusCounts = Readonly<Partial<Record<NormalisedStatus, number>>>;

/** A plain search: `%` and `_` mean themselves. */
export const containing = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
