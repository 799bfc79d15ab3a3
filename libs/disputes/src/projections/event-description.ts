import type { DisputeWarning } from './dispute-head.js';

/** What a person reads of one event, personal tax numbers included. */
export interface EventDescription {
  /** A sentence for a reader who was not there. */
  readonly summary: string;
  /** The day that the document claims, `YYYY-MM-DD`; null where it claims none. */
  readonly occurredAt: string | null;
  readonly changes: readonly FieldChange[];
  readonly warnings: readonly DisputeWarning[];
  /** Present if the dispute had ended before the event. */
  readonly afterTerminal?: true;
}

/** A field that an event changed, with its values before and after. */
export interface FieldChange {
  readonly field: string;
  readonly from: string | number | boolean | null;
  readonly to: string | number | boolean | null;
}
