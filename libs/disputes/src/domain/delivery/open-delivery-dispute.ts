import { accept, reject } from '#libs/kernel';
import type { DeliveryDisputeOpened } from './delivery-event.js';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DisputeEvent } from '../dispute-event.js';
import type { Dispute } from '../dispute.js';

export interface OpenDeliveryDispute {
  readonly type: 'OpenDeliveryDispute';
  readonly data: DeliveryDisputeOpened['data'];
}

/** Opens a dispute over what was delivered. Its evidence is frozen from here on. */
export const openDeliveryDispute = ({ data }: OpenDeliveryDispute, state: Dispute): DisputeDecision => {
  if (state.kind !== 'unknown') return reject('dispute-exists', 'There is a dispute with this id already.');
  return accept<DisputeEvent>({ type: 'DeliveryDisputeOpened', data });
};
