import { mkdir } from 'node:fs/promises';
import { CredentialDirectory } from '#libs/access';
import { disputeReadModel, disputeTimelineReadModel } from '#libs/disputes';
import { dataFiles, type Environment } from '#libs/environment';
import { EmbeddedEventStore, type EventStore } from '#libs/event-store';
import { ProjectionRunner, ReadStore } from '#libs/read-store';
import type { Logger } from 'pino';

/** What lives as long as the process: the stores, and what follows the log. */
export interface Ledger {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly directory: CredentialDirectory;
  readonly projections: ProjectionRunner;
  close(): Promise<void>;
}

/** Opens the stores, learns every credential, and starts the projections. @throws Error when a store is unsafe. */
export const openLedger = async ({ dataDirectory }: Environment, logger: Logger): Promise<Ledger> => {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const files = dataFiles(dataDirectory);
  const store = await EmbeddedEventStore.open(files.events);
  const readStore = await ReadStore.open(files.readModels, [disputeReadModel, disputeTimelineReadModel]);
  const directory = new CredentialDirectory(store, (error) => {
    logger.error({ err: error }, 'the credentials cannot be followed');
  });
  const projections = new ProjectionRunner(store, readStore, (error) => {
    logger.error({ err: error }, 'the projections stopped and will try again');
  });
  await directory.start();
  await projections.start();
  return {
    store,
    readStore,
    directory,
    projections,
    close: async () => {
      await projections.stop();
      await directory.stop();
      await store.close();
      await readStore.close();
    },
  };
};
