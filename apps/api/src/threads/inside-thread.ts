import { parentPort, workerData } from 'node:worker_threads';
import {
  assertSameDatabases,
  checkedStore,
  type OpenDatabases,
  openEventStore,
  openReadStore,
} from '#libs/deployment';
import type { Environment } from '#libs/environment';
import type { EventStore } from '#libs/event-store';
import type { ReadStore } from '#libs/read-store';
import { GO_ON } from './thread-messages.js';

/** The settings that say where the stores of a thread are. */
export interface ThreadStores extends Pick<Environment, 'dataDirectory' | 'storeUrls'> {
  /** The files of an embedded ledger that the process has open. A thread opens no others. */
  readonly open?: OpenDatabases | undefined;
}

/** What the work of a thread is given. The stores are its own. */
export interface InsideThread<Order, News> {
  readonly order: Order;
  readonly store: EventStore;
  readonly readStore: ReadStore;
  /** Aborts when the thread is asked to stop. */
  readonly stopping: AbortSignal;
  readonly tell: (news: News) => void;
  /** Resolves when the process next lets the thread go on (`WorkerThread.release`). */
  readonly untilReleased: () => Promise<void>;
}

/** Runs the work of a thread over stores of its own. The thread ends when the work does. */
export const runInThread = async <Order extends ThreadStores, News>(
  work: (inside: InsideThread<Order, News>) => Promise<void>,
): Promise<void> => {
  const port = parentPort;
  if (port === null) throw new Error('This script runs in a thread of the API, not on its own.');
  const stopping = new AbortController();
  const waiting: (() => void)[] = [];
  const untilReleased = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  port.on('message', (message) => {
    if (message === GO_ON) waiting.shift()?.();
    else stopping.abort(new Error('The ledger was stopped.'));
  });
  const order = workerData as Order;
  // Before, so that no empty file is made where there is none any more; and after, for what was opened.
  const assertSame = (): Promise<void> => assertSameDatabases(order.dataDirectory, order.open);
  await assertSame();
  const store = checkedStore(await openEventStore(order));
  const readStore = await openReadStore(order);
  await assertSame().catch(async (error: unknown) => {
    await Promise.all([store.close(), readStore.close()]);
    throw error;
  });
  const tell = (news: News): void => {
    port.postMessage(news);
  };
  try {
    await work({ order, store, readStore, stopping: stopping.signal, tell, untilReleased });
  } finally {
    await store.close();
    await readStore.close();
    // An open port would keep the thread alive.
    port.close();
  }
};
