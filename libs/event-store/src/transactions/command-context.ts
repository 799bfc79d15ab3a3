import type { Claim } from './claims.js';
import type { Actor, EventMetadata } from '../event-metadata.js';
import type { Preconditions } from './preconditions.js';

/** Everything about a command except what it asks for: who acts, when, and under which key. */
export interface CommandContext {
  readonly commandId: string;
  /** SHA-256 (hex) of the canonical request, for a command that came with an idempotency key. */
  readonly requestDigest?: string;
  /** SHA-256 (hex) of what the request's path named, to tell a caller who uses a key twice what differs. */
  readonly pathDigest?: string;
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
