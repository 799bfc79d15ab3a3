/** Who said so, on whose authority, in answer to what, and when the ledger learned of it. */
export type EventMetadata = {
  readonly $correlationId: string;
  /** The command that caused the event. */
  readonly $causationId: string;
  readonly commandId: string;
  /** SHA-256 (hex) of the canonical request that the command's idempotency key was first used with. */
  readonly requestDigest?: string;
  /** Null for what belongs to no tenant, as a credential for all of them. */
  readonly tenant: string | null;
  /** Who the request says acts. Never proven: the credential is. */
  readonly actor: Actor;
  readonly credentialId: string;
  /** Who held the credential: the institution, developer or operator that was proven to act. */
  readonly holder: string;
  /** How the credential was proven, as in `documented`, `strict`, `api-key`. */
  readonly authProfile: string;
  /** The ledger's clock as RFC 3339 in UTC, set once by the writer, never decreasing inside a stream. */
  readonly recordedAt: string;
  /** In a chained stream: the hash of the event before it, and its own. Events from before there was a chain have none. */
  readonly prevHash?: string;
  readonly hash?: string;
};

export type Actor = {
  readonly name: string;
  readonly role?: string;
};
