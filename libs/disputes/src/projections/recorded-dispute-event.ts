import type { DisputeEvent } from '../domain/dispute-event.js';
import type { EventPassedOver } from './event-passed-over.js';
import type { Recording } from './recording.js';

/** A decoded event of a dispute with its place in the log. */
export interface RecordedDisputeEvent extends Recording {
  readonly event: DisputeEvent | EventPassedOver;
}
