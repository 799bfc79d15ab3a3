/** The decision, and the event that it is about. */
export interface PassedOver {
  readonly eventId: string;
  /** Decimal text. */
  readonly revision: string;
  /** The stored name of the event. */
  readonly eventType: string;
  /** Why the ledger could not read it. */
  readonly problem: string;
  readonly by: string;
  readonly reason: string;
  /** RFC 3339 in UTC, by the ledger's own clock. */
  readonly acceptedAt: string;
}
