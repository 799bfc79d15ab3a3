import { afterAll } from '@jest/globals';
import { TestEventStore } from './eventstoredb/test-event-store.js';
import { type PostgresServer, startPostgres } from './postgres.js';
import { temporaryDirectory } from './temporary-directory.js';

/** What a ledger of the tests stores in. It outlives the ledger's restarts. */
export interface Deployment {
  readonly variables: Readonly<Record<string, string>>;
  dispose(): Promise<void>;
}

/** Files in a directory of their own; with `TEST_DEPLOYMENT=cluster`, EventStoreDB (the test server) and PostgreSQL. */
export const newDeployment = (): Promise<Deployment> =>
  process.env['TEST_DEPLOYMENT'] === 'cluster' ? clusterDeployment() : embeddedDeployment();

const embeddedDeployment = async (): Promise<Deployment> => {
  const directory = await temporaryDirectory();
  return { variables: { LEDGER_DATA_DIR: directory.path }, dispose: () => directory.remove() };
};

/** One server for all ledgers of a file, with a database for each. */
let postgres: Promise<PostgresServer> | undefined;

afterAll(async () => {
  await (await postgres)?.dispose();
  postgres = undefined;
});

const clusterDeployment = async (): Promise<Deployment> => {
  postgres ??= startPostgres();
  const [server, eventStore] = await Promise.all([postgres, TestEventStore.start()]);
  return {
    variables: { EVENT_STORE_URL: eventStore.url, READ_STORE_URL: await server.newDatabase() },
    dispose: () => {
      eventStore.stop();
      return Promise.resolve();
    },
  };
};
