/** Where an event of a dispute stands in the log, who caused it, and what was proven of them. */
export interface Recording {
  readonly tenant: string;
  readonly disputeId: string;
  readonly eventId: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** RFC 3339 in UTC, by the ledger's own clock. */
  readonly recordedAt: string;
  /** The actor that the request named. */
  readonly actor: { readonly name: string; readonly role?: string };
  readonly credentialId: string;
  readonly holder: string;
  readonly authProfile: string;
  readonly correlationId: string;
}
