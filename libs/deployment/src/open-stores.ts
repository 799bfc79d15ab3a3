import { mkdir } from 'node:fs/promises';
import { dataFiles, type Environment } from '#libs/environment';
import { EmbeddedEventStore, type EventStore } from '#libs/event-store';
import { ReadStore } from '#libs/read-store';
import { readModels } from './read-models.js';

type StoreEnvironment = Pick<Environment, 'dataDirectory'>;

/** The log of this deployment. @throws Error when it cannot be opened with the durability that the ledger promises. */
export const openEventStore = async ({ dataDirectory }: StoreEnvironment): Promise<EventStore> => {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  return EmbeddedEventStore.open(dataFiles(dataDirectory).events);
};

/** The rows that people read, with the tables that this version knows. */
export const openReadStore = async ({ dataDirectory }: StoreEnvironment): Promise<ReadStore> => {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  return ReadStore.open(dataFiles(dataDirectory).readModels, readModels);
};
