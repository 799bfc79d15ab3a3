/** Who caused an event, on which credential, by which command, and when the ledger recorded it. */
export type EventMetadata = {
  readonly $correlationId: string;
  /** The command that caused the event. */
  readonly $causationId: string;
  readonly commandId: string;
  /** SHA-256 (hex) of the canonical request that the command's idempotency key was first used with. */
  readonly requestDigest?: string;
  /** Null for an event that belongs to no tenant, such as the issue of a credential for all of them. */
  readonly tenant: string | null;
  /** Who acts, as the request claims. Only the credential is proven. */
  readonly actor: Actor;
  readonly credentialId: string;
  /** Who held the credential: the institution, developer or operator that was proven to act. */
  readonly holder: string;
  /** How the credential was proven, such as `documented`, `strict` or `api-key`. */
  readonly authProfile: string;
  /** When the writer recorded it: RFC 3339 in UTC with milliseconds, never decreasing within a stream. */
  readonly recordedAt: string;
  /** The hash of the stream's previous event. Absent as `hash` is. */
  readonly prevHash?: string;
  /**
   * The event's own hash. Absent where streams are not chained, and in events that are older than the chain.
   */
  readonly hash?: string;
};

export type Actor = {
  readonly name: string;
  readonly role?: string;
};
