import { assertNever } from '#libs/kernel';
import type { DeliveryDisputeEvent, DeliveryStage } from './delivery-event.js';
import { stageAfter } from './delivery-stage.js';

/** What a decision on a delivery dispute needs to know, and no more. */
export interface DeliveryDispute {
  readonly kind: 'delivery';
  readonly stage: DeliveryStage;
  readonly openedBy: string;
}

/** Returns the dispute after the event; null before the event that opens it. */
export const evolveDelivery = (
  state: DeliveryDispute | null,
  event: DeliveryDisputeEvent,
): DeliveryDispute | null => {
  switch (event.type) {
    case 'DeliveryDisputeOpened':
      return { kind: 'delivery', stage: stageAfter[event.type], openedBy: event.data.openedBy };
    case 'InvestigationStarted':
    case 'EvidenceGathered':
    case 'OperatorResponded':
    case 'AdvertiserResponded':
    case 'DeliveryDisputeEscalated':
    case 'DeliveryDisputeWithdrawn':
    case 'DeliveryDisputeResolved':
      return state && { ...state, stage: stageAfter[event.type] };
    default:
      return assertNever(event);
  }
};
