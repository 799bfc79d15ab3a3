import type { TimelineTables } from '#libs/disputes';
import type { ActivityOwner } from '../activity-source.js';

/** Positions are numbers here, for order and comparison: they stay exact up to 2^53 events. */
export interface ActivityTables extends TimelineTables {
  readonly activity: ActivityRow;
  readonly activity_owners: ActivityOwner & { readonly stream: string };
}

export interface ActivityRow {
  readonly position: number;
  readonly recorded_ms: number;
  /** With the dispute and the position, the key of the event's row in the timeline. Null for all tenants. */
  readonly tenant: string | null;
  /** Null for an event that is not about a dispute. */
  readonly dispute_id: string | null;
  readonly revision: number;
  readonly type: string;
  readonly actor: string;
  readonly credential_id: string;
  readonly holder: string;
  /** What free-text search looks at, in lower case. */
  readonly search_text: string;
  /** Null for an event of a dispute's own stream, whose timeline describes it. */
  readonly stream: string | null;
  /** The `ActivityEntry` as JSON; null for an event of a dispute's own stream. */
  readonly entry: string | null;
}
