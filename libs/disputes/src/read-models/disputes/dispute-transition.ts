import { type DisputeView, projectDispute } from '../../projections/dispute-view.js';
import type { RecordedDisputeEvent } from '../../projections/recorded-dispute-event.js';

/** What one event made of a dispute. */
export interface DisputeTransition {
  readonly before: DisputeView | null;
  readonly after: DisputeView;
  readonly recorded: RecordedDisputeEvent;
}

/** The steps of a dispute from what it was. Events of a dispute that nothing made known are none. */
export const disputeTransitions = (
  start: DisputeView | null,
  run: readonly RecordedDisputeEvent[],
): readonly DisputeTransition[] => {
  const steps: DisputeTransition[] = [];
  let before = start;
  for (const recorded of run) {
    const after = projectDispute(before, recorded);
    if (after !== null) steps.push({ before, after, recorded });
    before = after;
  }
  return steps;
};
