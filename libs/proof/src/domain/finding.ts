import type { EventFault } from './chain-verifier.js';
import type { ChainedEvent } from './leaf.js';

/** The first problem found. Throwing it ends the verification. */
export class Finding extends Error {
  readonly verdict: 'mismatch' | 'incomplete';
  readonly event: EventFault | undefined;

  constructor(verdict: 'mismatch' | 'incomplete', problem: string, event?: EventFault) {
    super(problem);
    this.verdict = verdict;
    this.event = event;
  }
}

export const mismatch = (problem: string): Finding => new Finding('mismatch', problem);

export const atEvent = (fault: EventFault): Finding =>
  new Finding('mismatch', `the event at revision ${fault.revision}: ${fault.what}`, fault);

export const faultAt = ({ id, stream, revision }: ChainedEvent, what: string): EventFault => ({
  eventId: id,
  stream,
  revision: String(revision),
  what,
});
