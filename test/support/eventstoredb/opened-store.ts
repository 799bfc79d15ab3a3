import {
  connectEventStoreDb,
  type EventStoreDbEventStore,
  type EventStoreDbOptions,
} from '#libs/event-store';

/** For tests of something else than time: no call of a sound store is given up, however busy the machine is. */
export const PATIENT: EventStoreDbOptions = { callTimeoutMs: 60_000 };

/**
 * An adapter on a server, as the contract suite needs it. `dispose` closes every store that was opened on it.
 */
export interface OpenedEventStoreDb {
  readonly store: EventStoreDbEventStore;
  /** Opens another client of the same server, as another process would. */
  openAnother(): Promise<EventStoreDbEventStore>;
  reopen(): Promise<EventStoreDbEventStore>;
  dispose(): Promise<void>;
}

export const openEventStoreDb = async (
  url: string,
  options: EventStoreDbOptions = PATIENT,
): Promise<OpenedEventStoreDb> => {
  const opened: EventStoreDbEventStore[] = [];
  const openAnother = async (): Promise<EventStoreDbEventStore> => {
    const store = await connectEventStoreDb(url, options);
    opened.push(store);
    return store;
  };
  const dispose = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  };
  return {
    store: await openAnother(),
    openAnother,
    reopen: async () => {
      await dispose();
      return openAnother();
    },
    dispose,
  };
};
