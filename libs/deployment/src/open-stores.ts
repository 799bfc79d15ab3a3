import { mkdir } from 'node:fs/promises';
import { dataFiles, type Environment } from '#libs/environment';
import { EmbeddedEventStore, type EventStore, connectEventStoreDb } from '#libs/event-store';
import { ReadStore } from '#libs/read-store';
import { readModels } from './read-models.js';

type StoreEnvironment = Pick<Environment, 'dataDirectory'> & Partial<Pick<Environment, 'storeUrls'>>;

/**
 * Opens the event log of this deployment: on EventStoreDB, or in a file that is created if there is none. A
 * server is not asked for anything yet, so it may be down.
 *
 * @throws Error when the URL is invalid, or the file cannot be opened with the durability that the ledger
 * promises.
 */
export const openEventStore = async ({ dataDirectory, storeUrls }: StoreEnvironment): Promise<EventStore> => {
  if (storeUrls !== undefined) return connectEventStoreDb(storeUrls.events);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  return EmbeddedEventStore.open(dataFiles(dataDirectory).events);
};

/**
 * Opens the read models of this deployment: on PostgreSQL, which may be down, or in a file that is created if
 * there is none.
 */
export const openReadStore = async ({ dataDirectory, storeUrls }: StoreEnvironment): Promise<ReadStore> => {
  if (storeUrls !== undefined) return ReadStore.connect(storeUrls.readModels, readModels);
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  return ReadStore.open(dataFiles(dataDirectory).readModels, readModels);
};
