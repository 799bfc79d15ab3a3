import type { VersionColumns } from '#libs/read-store';
import type { ActivityOwner } from '../activity-source.js';
import type { DisputeCountTables } from './dispute-counts.js';
import type { DisputeVersionTables } from './dispute-versions.js';
import type { ListedColumns } from './listed-columns.js';

/** Positions are numbers here, for order and comparison: they stay exact up to 2^53 events. */
export interface DisputeTables extends DisputeVersionTables, DisputeCountTables {
  readonly disputes: DisputeRow;
  readonly dispute_timeline: TimelineRow;
  readonly dispute_resolutions: ResolutionRow;
  readonly activity: ActivityRow;
  readonly activity_owners: ActivityOwner & { readonly stream: string };
}

export interface DisputeRow extends ListedColumns {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly scheme: string;
  /** What an invoice dispute is about; null for the others. */
  readonly document_number: string | null;
  readonly account_number: string | null;
  readonly updated_at: string;
  readonly opened_position: number;
  readonly opened_ms: number;
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

/** How a dispute had ended from one decision to the next. */
export interface ResolutionRow extends VersionColumns {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly scheme: string;
  readonly code: string;
  /** 1, 0, or null where the scheme does not say. */
  readonly is_valid: number | null;
  readonly resolved_at: string;
  /** Of the first decision: it names the dispute, and its place in the list. */
  readonly resolved_position: number;
  /** The `DisputeResolution` as JSON. */
  readonly entry: string;
}

export interface ActivityRow {
  readonly position: number;
  readonly recorded_ms: number;
  /** With these three the timeline's row of the same event is found. Null for an event of every tenant. */
  readonly tenant: string | null;
  /** Null for an event that is not of a dispute. */
  readonly dispute_id: string | null;
  readonly revision: number;
  readonly type: string;
  readonly actor: string;
  readonly credential_id: string;
  readonly holder: string;
  /** What free-text search looks at, in lower case. */
  readonly search_text: string;
  /** Null for an event of a dispute: its timeline tells it. */
  readonly stream: string | null;
  /** The `ActivityEntry` as JSON; null for an event of a dispute. */
  readonly entry: string | null;
}
