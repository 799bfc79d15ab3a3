import type { DisputeEvent } from '../domain/dispute-event.js';

/** A decoded event of a dispute with its place in the log and what is known of its making. */
export interface RecordedDisputeEvent {
  readonly tenant: string;
  readonly disputeId: string;
  readonly eventId: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly recordedAt: string;
  readonly actor: { readonly name: string; readonly role?: string };
  readonly credentialId: string;
  readonly holder: string;
  readonly authProfile: string;
  readonly correlationId: string;
  readonly event: DisputeEvent;
}
