import { rm, writeFile } from 'node:fs/promises';
import { afterAll } from '@jest/globals';
import { SigningKeys } from '#libs/proof';
import { dataFiles } from '#libs/environment';
import { openDatabase } from '#libs/sqlite';
import { TestEventStore } from './eventstoredb/test-event-store.js';
import { type ForeignRecord, writeIntoFile, writeIntoServer } from './foreign-records.js';
import { type PostgresServer, runInPostgres, startPostgres } from './postgres.js';
import { type ChangeOfEvent, changeEventsInFile, changeEventsOnServer } from './stored-events.js';
import { temporaryDirectory } from './temporary-directory.js';

/** The stores of a ledger under test. They outlive the ledger's restarts. */
export interface Deployment {
  readonly variables: Readonly<Record<string, string>>;
  /**
   * Changes rows of the read models directly, without the ledger.
   *
   * @throws Error while the ledger is writing.
   */
  changeRows(statement: string): Promise<void>;
  /** Removes the read models of a ledger that is stopped, tables and all. */
  removeRows(): Promise<void>;
  /** Changes events behind the ledger's back, as somebody with access to the store could. */
  changeEvents(change: ChangeOfEvent): Promise<void>;
  /** The server of the log, on a cluster. */
  readonly server?: TestEventStore;
  /** Appends a record as another tool does, past the ledger. */
  writeForeign(stream: string, record: ForeignRecord): Promise<void>;
  dispose(): Promise<void>;
}

/** Files in a directory of their own; with `TEST_DEPLOYMENT=cluster`, EventStoreDB (the test server) and PostgreSQL. */
export const newDeployment = (): Promise<Deployment> =>
  process.env['TEST_DEPLOYMENT'] === 'cluster' ? clusterDeployment() : embeddedDeployment();

/** Returns files in a new directory, for tests of a data directory's files, which a cluster does not have. */
export const embeddedDeployment = async (): Promise<Deployment> => {
  const directory = await temporaryDirectory();
  return {
    variables: { LEDGER_DATA_DIR: directory.path },
    changeRows: async (statement) => {
      const database = await openDatabase(dataFiles(directory.path).readModels, { synchronous: 'NORMAL' });
      try {
        // The projections share this thread, and could not finish while it waits for them.
        database.exec('PRAGMA busy_timeout = 0');
        database.exec(statement);
      } finally {
        database.close();
      }
    },
    removeRows: async () => {
      const { readModels } = dataFiles(directory.path);
      for (const file of [readModels, `${readModels}-wal`, `${readModels}-shm`])
        await rm(file, { force: true });
    },
    changeEvents: (change) => changeEventsInFile(dataFiles(directory.path).events, change),
    writeForeign: (stream, record) => writeIntoFile(directory.path, stream, record),
    dispose: () => directory.remove(),
  };
};

/** One server for all ledgers of a file, with a database for each. */
let postgres: Promise<PostgresServer> | undefined;

afterAll(async () => {
  await (await postgres)?.dispose();
  postgres = undefined;
});

const clusterDeployment = (): Promise<Deployment> => {
  postgres ??= startPostgres();
  return clusterIn(postgres);
};

/** Returns a new event store, and a new database of the server. */
export const clusterIn = async (
  postgres: PostgresServer | Promise<PostgresServer>,
): Promise<Deployment & { readonly eventStore: TestEventStore }> => {
  const [server, eventStore, operator] = await Promise.all([
    postgres,
    TestEventStore.start(),
    temporaryDirectory(),
  ]);
  const readModels = await server.newDatabase();
  // On a cluster the operator makes the signing key, and publishes its public half to verifiers.
  const { signingKey, verifyingKeys } = dataFiles(operator.path);
  const keys = await SigningKeys.readOrCreate(signingKey, 'ledger.example');
  await writeFile(verifyingKeys, `${keys.verifierKeyTexts.join('\n')}\n`);
  return {
    eventStore,
    variables: {
      EVENT_STORE_URL: eventStore.url,
      READ_STORE_URL: readModels,
      LEDGER_SIGNING_KEY_FILE: signingKey,
      LEDGER_DATA_DIR: operator.path,
    },
    changeRows: async (statement) => {
      await runInPostgres(readModels, statement);
    },
    removeRows: async () => {
      await runInPostgres(readModels, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    },
    changeEvents: async (change) => {
      changeEventsOnServer(eventStore.log, change);
    },
    server: eventStore,
    writeForeign: (stream, record) => {
      writeIntoServer(eventStore, stream, record);
      return Promise.resolve();
    },
    dispose: async () => {
      await eventStore.stop();
      await operator.remove();
    },
  };
};
