import {
  createDirectory,
  dataFiles,
  type Environment,
  EnvironmentError,
  rejectUnfinishedRestore,
} from '#libs/environment';
import { EmbeddedEventStore, type EventStore, connectEventStoreDb, NewerLogError } from '#libs/event-store';
import { NewerRowsError, ReadStore } from '#libs/read-store';
import { readModels } from './read-models.js';

type StoreEnvironment = Pick<Environment, 'dataDirectory'> & Partial<Pick<Environment, 'storeUrls'>>;

/**
 * Opens the event log of this deployment: on EventStoreDB, or in a file that is created if there is none. A
 * server is not asked for anything yet, so it may be down.
 *
 * @throws Error when the URL is invalid, the file cannot be opened with the durability that the ledger
 * promises, or a restore of the directory has not come to its end.
 */
export const openEventStore = async ({ dataDirectory, storeUrls }: StoreEnvironment): Promise<EventStore> => {
  if (storeUrls !== undefined) return connectEventStoreDb(storeUrls.events);
  rejectUnfinishedRestore(dataDirectory);
  await createDataDirectory(dataDirectory);
  const store = await EmbeddedEventStore.open(dataFiles(dataDirectory).events).catch(refusingDowngrade);
  try {
    // From here on the open log keeps a restore out. One that began a moment ago may have replaced it.
    rejectUnfinishedRestore(dataDirectory);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

/**
 * Opens the read models of this deployment: on PostgreSQL, which may be down, or in a file that is created if
 * there is none.
 */
export const openReadStore = async ({ dataDirectory, storeUrls }: StoreEnvironment): Promise<ReadStore> => {
  if (storeUrls !== undefined) return ReadStore.connect(storeUrls.readModels, readModels);
  await createDataDirectory(dataDirectory);
  return ReadStore.open(dataFiles(dataDirectory).readModels, readModels).catch(refusingDowngrade);
};

/** Creates the data directory. @throws EnvironmentError when it cannot be. */
const createDataDirectory = (dataDirectory: string): Promise<void> =>
  createDirectory(dataDirectory).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new EnvironmentError(
      'LEDGER_DATA_DIR',
      `cannot be used: the directory is not there and cannot be created (${code ?? String(error)})`,
    );
  });

/** Turns an error about the files of a newer version into one line for the operator. */
const refusingDowngrade = (error: unknown): never => {
  if (error instanceof NewerLogError)
    throw new EnvironmentError('LEDGER_DATA_DIR', `cannot be used. ${error.message}`);
  if (error instanceof NewerRowsError)
    throw new EnvironmentError(
      'LEDGER_DATA_DIR',
      `cannot be used. ${error.message} Start that version, or delete read-models.sqlite*: the rows are built again.`,
    );
  throw error;
};
