import { Credentials } from '#libs/access';
import { SystemClock } from '#libs/environment';
import { type EventStore, connectEventStoreDb } from '#libs/event-store';
import { PATIENT } from './eventstoredb/opened-store.js';
import { type LedgerProcess, startLedgerProcess, startProjectorProcess } from './ledger-process.js';
import { type PostgresServer, startPostgres } from './postgres.js';
import { startTestEventStoreProcess, type TestEventStoreProcess } from './test-event-store-process.js';

/** The stores of a cluster, and the processes that were started over them. */
export interface Cluster {
  readonly eventStore: TestEventStoreProcess;
  readonly postgres: PostgresServer;
  readonly variables: { readonly EVENT_STORE_URL: string; readonly READ_STORE_URL: string };
  startApi(variables?: Record<string, string>): LedgerProcess;
  startProjector(variables?: Record<string, string>): LedgerProcess;
  /** Opens the log in this process, as the command line does, for the work. */
  withStore<Result>(work: (store: EventStore) => Promise<Result>): Promise<Result>;
  withCredentials<Result>(work: (credentials: Credentials) => Promise<Result>): Promise<Result>;
  dispose(): Promise<void>;
}

export const startCluster = async (): Promise<Cluster> => {
  const [eventStore, postgres] = await Promise.all([startTestEventStoreProcess(), startPostgres()]);
  const variables = { EVENT_STORE_URL: eventStore.url, READ_STORE_URL: await postgres.newDatabase() };
  const processes: LedgerProcess[] = [];
  let isDisposed = false;
  const started = (start: () => LedgerProcess): LedgerProcess => {
    // A test that timed out continues in the background, and must not leave servers behind.
    if (isDisposed) throw new Error('The cluster is gone.');
    const running = start();
    processes.push(running);
    return running;
  };
  const withStore: Cluster['withStore'] = async (work) => {
    const store = await connectEventStoreDb(eventStore.url, PATIENT);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  return {
    eventStore,
    postgres,
    variables,
    // A data directory that cannot be created: a cluster needs none.
    startApi: (more) => started(() => startLedgerProcess('/dev/null/none', { ...variables, ...more })),
    startProjector: (more) => started(() => startProjectorProcess({ ...variables, ...more })),
    withStore,
    withCredentials: (work) => withStore((store) => work(new Credentials(store, new SystemClock()))),
    dispose: async () => {
      isDisposed = true;
      await Promise.all(processes.filter(({ hasEnded }) => !hasEnded).map((running) => running.kill()));
      await Promise.all([eventStore.kill(), postgres.dispose()]);
    },
  };
};
