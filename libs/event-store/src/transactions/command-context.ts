import type { Claim } from './claims.js';
import type { Actor, EventMetadata } from '../event-metadata.js';
import type { Preconditions } from './preconditions.js';

/** The names under which a command with an idempotency key was recorded before decision 0016. */
export interface FormerNames {
  /** One for each path by which the request could come. */
  readonly commandIds: readonly string[];
  /** With and without what the path names: not every vendor's digest had it. */
  readonly requestDigests: readonly string[];
}

/** Everything about a command except what it asks for: who acts, when, and under which key. */
export interface CommandContext {
  readonly commandId: string;
  /** SHA-256 (hex) of the canonical request, for a command that came with an idempotency key. */
  readonly requestDigest?: string;
  /** SHA-256 (hex) of what the request's path named, to tell a caller who uses a key twice what differs. */
  readonly pathDigest?: string;
  /** What the command may be known as, if its key was used before decision 0016. */
  readonly former?: FormerNames;
  readonly correlationId: string;
  readonly tenant: string | null;
  readonly actor: Actor;
  readonly credentialId: string;
  readonly holder: string;
  readonly authProfile: string;
  /** The time of the writer's clock, RFC 3339 in UTC with milliseconds. */
  readonly now: string;
  /** What the caller requires of the current state. The command is refused where it is not so. */
  readonly preconditions?: Preconditions;
  /** What the command uses up, such as a single-use token. Claimed only when the command is accepted. */
  readonly claims?: readonly Claim[];
}

/** Returns the metadata of the command's events. A stream's time never goes back, whatever the clocks say. */
export const metadataOf = (context: CommandContext, lastRecordedAt: string): EventMetadata => ({
  $correlationId: context.correlationId,
  $causationId: context.commandId,
  commandId: context.commandId,
  ...(context.requestDigest !== undefined && { requestDigest: context.requestDigest }),
  tenant: context.tenant,
  actor: context.actor,
  credentialId: context.credentialId,
  holder: context.holder,
  authProfile: context.authProfile,
  recordedAt: context.now > lastRecordedAt ? context.now : lastRecordedAt,
});
