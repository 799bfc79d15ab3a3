import type { DisputeCountTables } from './dispute-counts.js';
import type { DisputeVersionTables } from './dispute-versions.js';
import type { ListedColumns } from './listed-columns.js';

/** Positions are numbers here, for order and comparison: they stay exact up to 2^53 events. */
export interface DisputeTables extends DisputeVersionTables, DisputeCountTables {
  readonly disputes: DisputeRow;
}

export interface DisputeRow extends ListedColumns {
  readonly tenant: string;
  readonly dispute_id: string;
  readonly scheme: string;
  /** The invoice and the account of an invoice dispute; null for the other kinds. */
  readonly document_number: string | null;
  readonly account_number: string | null;
  readonly updated_at: string;
  readonly opened_position: number;
  readonly opened_ms: number;
  /** The `DisputeView` as JSON. */
  readonly view: string;
}
