import type { EventStore } from '../src/event-store.js';

export interface OpenedStore {
  readonly store: EventStore;
  /** Closes the store and opens the same log again. */
  reopen(): Promise<EventStore>;
  dispose(): Promise<void>;
}

/** The store of the test that runs. */
export type Subject = () => OpenedStore;
