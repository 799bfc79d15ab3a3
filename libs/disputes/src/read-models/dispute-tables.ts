import type { NormalisedStatus } from '../projections/dispute-head.js';

/** Positions are numbers here, for order and comparison: they stay exact up to 2^53 events. */
export interface DisputeTables {
  readonly disputes: DisputeRow;
  readonly dispute_timeline: TimelineRow;
}

export interface DisputeRow {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly scheme: string;
  readonly status: NormalisedStatus;
  readonly stage: string | null;
  readonly updated_at: string;
  readonly opened_position: number;
  readonly has_warning: number;
  /** What free-text search looks at, in lower case. */
  readonly search_text: string;
  /** The `DisputeView` as JSON. */
  readonly view: string;
}

export interface TimelineRow {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly revision: number;
  readonly type: string;
  readonly actor: string;
  readonly recorded_at: string;
  /** The day that the document claims, `YYYY-MM-DD`. */
  readonly occurred_on: string | null;
  /** The `TimelineEntry` as JSON. */
  readonly entry: string;
}
