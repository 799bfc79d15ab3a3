import type { EventDescription } from './event-description.js';
import type { PassedOver } from './passed-over.js';

/** In the place of an event that the ledger cannot read: an operator has decided to go on without it. */
export interface EventPassedOver {
  readonly type: 'EventPassedOver';
  readonly data: PassedOver;
}

export const isPassedOver = (event: { readonly type: string }): event is EventPassedOver =>
  event.type === 'EventPassedOver';

export const describePassedOver = ({ data }: EventPassedOver): EventDescription => ({
  summary: `An event that the ledger cannot read (${data.eventType}: ${data.problem}) was passed over by decision of ${data.by}: ${data.reason}`,
  occurredAt: null,
  changes: [],
  warnings: [],
});
