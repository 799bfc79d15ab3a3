import { InDoubtError } from '#libs/event-store';
import type { EventFault } from '../domain/chain-verifier.js';

/** An event that a reader found not to be as the ledger wrote it. */
export interface ChangedEvent extends EventFault {
  /** Its place in the log, as decimal text. */
  readonly position: string;
}

/** Rejects a read that met an event which is not as the ledger wrote it. Nothing is made of such an event. */
export class ChangedEventError extends InDoubtError {
  constructor(readonly event: ChangedEvent) {
    const { eventId, stream, revision, position, what } = event;
    super(
      `The event ${eventId} at ${stream} revision ${revision}, position ${position}, was changed: ${what}.`,
      {
        told:
          `The event ${eventId} at position ${position} of the log was changed after it was recorded. ` +
          'Nothing that rests on it is shown, and nothing is recorded or exported, until the operator has looked.',
      },
    );
  }
}
