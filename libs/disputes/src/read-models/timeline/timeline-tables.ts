/** Positions and revisions are numbers here, for order and comparison: they stay exact up to 2^53 events. */
export interface TimelineTables {
  readonly dispute_timeline: TimelineRow;
}

export interface TimelineRow {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly position: number;
  /** For an export, the revision of the dispute that was exported. */
  readonly revision: number;
  readonly type: string;
  readonly actor: string;
  readonly recorded_at: string;
  /** The day that the document claims, `YYYY-MM-DD`. */
  readonly occurred_on: string | null;
  /** The `TimelineEntry` as JSON. */
  readonly entry: string;
}
