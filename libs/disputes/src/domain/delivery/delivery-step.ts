import { reject, type Rejected } from '#libs/kernel';
import type { DeliveryStage, StepData } from './delivery-event.js';
import { deliveryMoves } from './delivery-stage.js';
import type { DisputeRefusal } from '../dispute-decision.js';
import type { Dispute } from '../dispute.js';

/** What is asked of a delivery dispute after it was opened. */
export type Step = Omit<StepData, 'from'>;

/** What the refusal of an illegal move tells, for a partner to say in his own words. */
export interface IllegalMove {
  readonly from: DeliveryStage;
  readonly to: DeliveryStage;
  readonly legal: readonly DeliveryStage[];
}

/** Whether the dispute may go to the stage, by the one table of moves. */
export const mayMove = (
  state: Dispute,
  to: DeliveryStage,
): { readonly outcome: 'accepted'; readonly from: DeliveryStage } | Rejected<DisputeRefusal> => {
  if (state.kind !== 'delivery') return reject('dispute-not-found', 'There is no such dispute.');
  const from = state.stage;
  const legal = deliveryMoves[from];
  if (legal.includes(to)) return { outcome: 'accepted', from };
  const choice = legal.length === 0 ? 'it is over' : `from there it may become ${legal.join(', ')}`;
  return reject('illegal-move', `The dispute is ${from} and cannot become ${to}: ${choice}.`, {
    from,
    to,
    legal,
  });
};

/** The part of the step that goes into every event. */
export const stepData = ({ by, notes, received }: Step, from: DeliveryStage): StepData => ({
  from,
  by,
  notes,
  received,
});
