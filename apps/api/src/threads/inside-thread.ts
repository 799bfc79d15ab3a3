import { parentPort, workerData } from 'node:worker_threads';
import { openEventStore, openReadStore } from '#libs/deployment';
import type { Environment } from '#libs/environment';
import type { EventStore } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';

/** Where the stores of a thread are. */
export type ThreadStores = Pick<Environment, 'dataDirectory' | 'storeUrls'>;

/** What a thread works with. The stores are its own. */
export interface InsideThread<Order, News> {
  readonly order: Order;
  readonly store: EventStore;
  readonly readStore: ReadStore;
  /** Aborts when the thread is told to stop. */
  readonly stopping: AbortSignal;
  readonly tell: (news: News) => void;
}

/** The whole life of a thread, which ends when the work does. */
export const runInThread = async <Order extends ThreadStores, News>(
  work: (inside: InsideThread<Order, News>) => Promise<void>,
): Promise<void> => {
  const port = parentPort;
  if (port === null) throw new Error('This runs in a thread of the API, not by itself.');
  const stopping = new AbortController();
  port.once('message', () => {
    stopping.abort(new Error('The ledger was stopped.'));
  });
  const order = workerData as Order;
  const store = await openEventStore(order);
  const readStore = await openReadStore(order);
  const tell = (news: News): void => {
    port.postMessage(news);
  };
  try {
    await work({ order, store, readStore, stopping: stopping.signal, tell });
  } finally {
    await store.close();
    await readStore.close();
    // A thread lives as long as it can be told something.
    port.close();
  }
};
