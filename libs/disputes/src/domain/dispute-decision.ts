import type { Decision } from '#libs/kernel';

/** What a command to a dispute leads to: the events that it adds, or the reason why it is refused. */
export type DisputeDecision<Event> = Decision<Event, DisputeRefusal>;

/** Every reason to refuse a command. Each partner's table maps all of them to its own answers. */
export type DisputeRefusal =
  | 'dispute-not-found'
  | 'dispute-exists'
  | 'dispute-of-another-institution'
  | 'illegal-move'
  | 'not-the-opener'
  | 'dispute-not-open'
  | 'notes-not-recorded'
  | 'reservation-lapsed'
  | 'reservation-used';
