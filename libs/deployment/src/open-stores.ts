import { existsSync } from 'node:fs';
import {
  createDirectory,
  dataFiles,
  type Environment,
  EnvironmentError,
  rejectUnfinishedRestore,
} from '#libs/environment';
import {
  connectEventStoreDb,
  damageInLog,
  EmbeddedEventStore,
  type EventStore,
  fileProblemIn,
  NewerLogError,
} from '#libs/event-store';
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
  rejectOrphanedLog(dataDirectory);
  await createDataDirectory(dataDirectory);
  const store = await EmbeddedEventStore.open(dataFiles(dataDirectory).events).catch(
    refusingStart('events.sqlite'),
  );
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
 * A new file would take over the write-ahead log of the one that is gone, and empty it, with everything that was
 * acknowledged and is only there.
 */
const rejectOrphanedLog = (dataDirectory: string): void => {
  const { events } = dataFiles(dataDirectory);
  if (existsSync(events) || !existsSync(`${events}-wal`)) return;
  throw unusable(
    'events.sqlite is gone, and events.sqlite-wal is there: a process may have both open. Nothing was changed. ' +
      'See "The directory is gone" in docs/operations.md, or move events.sqlite-wal away.',
  );
};

/**
 * Opens the read models of this deployment: on PostgreSQL, which may be down, or in a file that is created if
 * there is none.
 */
export const openReadStore = async ({ dataDirectory, storeUrls }: StoreEnvironment): Promise<ReadStore> => {
  if (storeUrls !== undefined) return ReadStore.connect(storeUrls.readModels, readModels);
  await createDataDirectory(dataDirectory);
  return ReadStore.open(dataFiles(dataDirectory).readModels, readModels).catch(
    refusingStart('read-models.sqlite'),
  );
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

/**
 * Reads the whole file of an embedded log, if there is one, before anything is answered from it: an index that is
 * not that of its table would deny events that are there.
 *
 * @throws EnvironmentError when the file has what SQLite cannot have written.
 */
export const assertLogSound = async (dataDirectory: string): Promise<void> => {
  const { events } = dataFiles(dataDirectory);
  const damage = await damageInLog(events).catch(refusingStart('events.sqlite'));
  if (damage !== undefined) throw damagedLog(damage);
};

/** Turns an error about files that this version cannot use into one line for the operator. */
const refusingStart =
  (file: string) =>
  (error: unknown): never => {
    if (error instanceof NewerLogError) throw unusable(error.message);
    if (error instanceof NewerRowsError)
      throw unusable(
        `${error.message} Start that version, or delete read-models.sqlite*: the rows are built again.`,
      );
    const problem = fileProblemIn(error);
    if (problem?.kind === 'damage') throw damagedLog(problem.what);
    if (problem?.kind === 'disk')
      throw unusable(`${file}: ${problem.what}. Look at the disk, its space and its permissions.`);
    throw error;
  };

const damagedLog = (damage: string): EnvironmentError =>
  unusable(
    `events.sqlite is damaged: ${damage}. Nothing was changed. Look at the disk, and restore a backup ` +
      '(`ledger restore`).',
  );

const unusable = (why: string): EnvironmentError =>
  new EnvironmentError('LEDGER_DATA_DIR', `cannot be used. ${why}`);
