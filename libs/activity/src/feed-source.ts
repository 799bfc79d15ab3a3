import type { RecordedEvent } from '#libs/event-store';
import type { StoredEvent } from '#libs/kernel';

/** A context whose events belong to the feed. */
export interface FeedSource {
  readonly streamPrefix: string;
  /**
   * Returns the prefix of the tenant's streams; absent for events that concern all tenants, which a feed of one
   * tenant does not have. `isOf` then tells the tenant's streams from those with the same prefix.
   */
  readonly tenantPrefix?: (tenant: string) => string;
  readonly isOf?: (tenant: string, stream: string) => boolean;
  /** Returns the event in today's stored form. @throws UndecodableEventError when this version cannot read it. */
  readonly today: (event: RecordedEvent) => StoredEvent;
}
