import { join } from 'node:path';
import { EmbeddedEventStore } from '#libs/event-store';
import { temporaryDirectory } from './temporary-directory.js';

/** An embedded event log in a directory of its own. `dispose` closes every store that was opened on it. */
export interface TemporaryLog {
  readonly path: string;
  readonly store: EmbeddedEventStore;
  /** Opens another connection to the same log, as another process would. */
  openAnother(): Promise<EmbeddedEventStore>;
  /** Closes every open store, as a shutdown does, and opens the log again. */
  reopen(): Promise<EmbeddedEventStore>;
  dispose(): Promise<void>;
}

export const temporaryLog = async (): Promise<TemporaryLog> => {
  const directory = await temporaryDirectory();
  const path = join(directory.path, 'events.db');
  const opened: EmbeddedEventStore[] = [];
  const openAnother = async (): Promise<EmbeddedEventStore> => {
    const store = await EmbeddedEventStore.open(path);
    opened.push(store);
    return store;
  };
  const closeAll = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  };
  return {
    path,
    store: await openAnother(),
    openAnother,
    reopen: async () => {
      await closeAll();
      return openAnother();
    },
    dispose: async () => {
      await closeAll();
      await directory.remove();
    },
  };
};
