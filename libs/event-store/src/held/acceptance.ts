/** An event that is passed over by decision: who decided it, why, and when. */
export interface Acceptance {
  readonly by: string;
  readonly reason: string;
  /** RFC 3339 in UTC with milliseconds. */
  readonly acceptedAt: string;
  readonly problem: string;
}
