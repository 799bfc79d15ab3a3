import { mkdir } from 'node:fs/promises';
import { dataFiles, type Environment } from '#libs/environment';
import { EmbeddedEventStore, type EventStore, connectEventStoreDb } from '#libs/event-store';
import { ReadStore } from '#libs/read-store';
import { readModels } from './read-models.js';

type StoreEnvironment = Pick<Environment, 'dataDirectory'> & Partial<Pick<Environment, 'storeUrls'>>;

/**
 * The log of this deployment. A server may come later: nothing is asked of it yet.
 *
 * @throws Error when a file cannot be opened with the durability that the ledger promises.
 */
export const openEventStore = async ({ dataDirectory, storeUrls }: StoreEnvironment): Promise<EventStore> => {
  if (storeUrls !== undefined) return connectEventStoreDb(storeUrls.events);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  return EmbeddedEventStore.open(dataFiles(dataDirectory).events);
};

/** The rows that people read, with the tables that this version knows. A server may come later here, too. */
export const openReadStore = async ({ dataDirectory, storeUrls }: StoreEnvironment): Promise<ReadStore> => {
  if (storeUrls !== undefined) return ReadStore.connect(storeUrls.readModels, readModels);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  return ReadStore.open(dataFiles(dataDirectory).readModels, readModels);
};
