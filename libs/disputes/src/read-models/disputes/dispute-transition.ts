import { type DisputeView, projectDispute } from '../../projections/dispute-view.js';
import type { RecordedDisputeEvent } from '../../projections/recorded-dispute-event.js';

/** A dispute before and after one event. */
export interface DisputeTransition {
  readonly before: DisputeView | null;
  readonly after: DisputeView;
  readonly recorded: RecordedDisputeEvent;
}

/**
 * Returns the transitions from `start` through the run of events. Events before the dispute is known lead to
 * none.
 */
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
