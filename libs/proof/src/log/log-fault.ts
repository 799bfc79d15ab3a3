import type { EventFault } from '../domain/chain-verifier.js';

/**
 * What is wrong with a log: with one `event`, or, where only a checkpoint shows it, with the events from
 * `from` to `to`, of which at least one is bad. For a log that ends too early both are its last event.
 */
export interface LogFault {
  readonly what: string;
  readonly event?: EventFault;
  /** An event id. */
  readonly from?: string;
  /** An event id. */
  readonly to?: string;
}
