import { reject, type Rejected } from '#libs/kernel';
import type { DisputeRefusal } from '../dispute-decision.js';
import type { DeliveryDispute } from './delivery-dispute.js';
import type { DeliveryStage, StepData } from './delivery-event.js';
import { deliveryMoves } from './delivery-stage.js';

/** What every command to an open delivery dispute says. */
export type Step = Omit<StepData, 'from'>;

/** The details of an `illegal-move` refusal, for a partner to state in its own words. */
export interface IllegalMove {
  readonly from: DeliveryStage;
  readonly to: DeliveryStage;
  readonly legal: readonly DeliveryStage[];
}

/** The details of a `not-the-opener` refusal: the only actor who may act, and the one who asked. */
export interface NotTheOpener {
  readonly openedBy: string;
  readonly by: string;
}

/** Returns the refusal of a move that the table of moves does not have; null for a legal one. */
export const refusedMove = (
  { stage: from }: DeliveryDispute,
  to: DeliveryStage,
): Rejected<DisputeRefusal> | null => {
  const legal = deliveryMoves[from];
  if (legal.includes(to)) return null;
  const choice = legal.length === 0 ? 'it is over' : `from there it may become ${legal.join(', ')}`;
  return reject('illegal-move', `The dispute is ${from} and cannot become ${to}: ${choice}.`, {
    from,
    to,
    legal,
  });
};

/** Returns the part of the step that goes into every event. */
export const stepData = ({ by, notes, received }: Step, from: DeliveryStage): StepData => ({
  from,
  by,
  notes,
  received,
});
