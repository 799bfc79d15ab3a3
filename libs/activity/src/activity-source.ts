import type { FieldChange } from '#libs/disputes';
import type { RecordedEvent } from '#libs/event-store';

/** A context whose events belong to the activity, beside disputes. */
export interface ActivitySource {
  readonly streamPrefix: string;
  /**
   * Returns the owner if the event states it, and null otherwise. It holds for later events of the stream,
   * too.
   */
  ownerOf(event: RecordedEvent): ActivityOwner | null;
  /** Describes the event. Personal tax numbers may be left in: the caller masks them. */
  describe(event: RecordedEvent, owner: ActivityOwner): DescribedActivity;
}

/** The owner of a stream. */
export interface ActivityOwner {
  /** Null for a stream of all tenants, which an API key of one tenant does not see. */
  readonly tenant: string | null;
  readonly holder: string;
}

/** What people read of an event that is not in the stream of a dispute. */
export interface DescribedActivity extends ActivityOwner {
  readonly type: string;
  /** A sentence. */
  readonly summary: string;
  readonly changes: readonly FieldChange[];
  /** The dispute that the event is about, if it is about one. */
  readonly disputeId?: string;
  /** What else the event says, in fields. */
  readonly details?: object;
  /** The credential under which the event is found. */
  readonly credentialId: string;
}
