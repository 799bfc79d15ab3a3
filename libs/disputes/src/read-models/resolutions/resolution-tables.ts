import type { VersionColumns } from '#libs/read-store';

/** Positions are numbers here, for order and comparison: they stay exact up to 2^53 events. */
export interface ResolutionTables {
  readonly dispute_resolutions: ResolutionRow;
}

/** How a dispute had ended, from one decision until the next. */
export interface ResolutionRow extends VersionColumns {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly scheme: string;
  readonly code: string;
  /** 1, 0, or null where the kind of dispute does not decide that. */
  readonly is_valid: number | null;
  readonly resolved_at: string;
  /** The position of the first decision: it identifies the dispute, and is its place in the list. */
  readonly resolved_position: number;
  /** The `DisputeResolution` as JSON. */
  readonly entry: string;
}
