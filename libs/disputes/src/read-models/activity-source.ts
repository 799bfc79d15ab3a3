import type { RecordedEvent } from '#libs/event-store';
import type { Change } from '../domain/odr/arbitration-report.js';

/** Whose stream it is. */
export interface ActivityOwner {
  /** Null: every tenant's, and so nothing for a key of one. */
  readonly tenant: string | null;
  readonly holder: string;
}

/** What is told of an event that is not of a dispute. */
export interface ToldActivity extends ActivityOwner {
  readonly type: string;
  /** A sentence. */
  readonly summary: string;
  readonly changes: readonly Change[];
  /** The credential under which it is found. */
  readonly credentialId: string;
}

/** Another context whose events belong to the activity. */
export interface ActivitySource {
  readonly streamPrefix: string;
  /** Where the event says whose its stream is. That holds for the later events of the stream. */
  ownerOf(event: RecordedEvent): ActivityOwner | null;
  tell(event: RecordedEvent, owner: ActivityOwner): ToldActivity;
}
