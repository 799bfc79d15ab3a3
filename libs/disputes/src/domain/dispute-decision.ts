import type { Decision } from '#libs/kernel';
import type { DisputeEvent } from './dispute-event.js';

export type DisputeDecision = Decision<DisputeEvent, DisputeRefusal>;

/** Every reason to say no. Each partner's table maps all of them to its own answers. */
export type DisputeRefusal =
  | 'dispute-not-found'
  | 'dispute-exists'
  | 'dispute-of-another-institution'
  | 'illegal-move'
  | 'not-the-opener'
  | 'dispute-not-open'
  | 'reservation-lapsed'
  | 'reservation-used';
