import type { EventStoreDbEventStore, EventStoreDbOptions } from './eventstoredb-event-store.js';

/**
 * Opens the store at the URL without waiting for the server: until that can be reached, every call throws
 * StoreUnavailableError. Loads the client only now, so that an embedded ledger starts a tenth faster.
 *
 * @throws Error when the URL cannot be used; the message does not contain it, as it may hold a password.
 */
export const connectEventStoreDb = async (
  url: string,
  options: EventStoreDbOptions = {},
): Promise<EventStoreDbEventStore> => {
  const { EventStoreDbEventStore } = await import('./eventstoredb-event-store.js');
  return EventStoreDbEventStore.open(url, options);
};
