import { accept } from '#libs/kernel';
import type { DisputeDecision } from '../dispute-decision.js';
import type { DeliveryDisputeOpened } from './delivery-event.js';

export interface OpenDeliveryDispute {
  readonly type: 'OpenDeliveryDispute';
  readonly data: DeliveryDisputeOpened['data'];
}

/**
 * Opens a dispute over what was delivered, with an id that is free. Its evidence never changes afterwards.
 */
export const openDeliveryDispute = ({ data }: OpenDeliveryDispute): DisputeDecision<DeliveryDisputeOpened> =>
  accept({ type: 'DeliveryDisputeOpened', data });
