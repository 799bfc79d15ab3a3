import { connectEventStoreDb } from '#libs/event-store';
import { startEventStoreDbProcess } from './processes.js';
import { settings } from './settings.js';
import { bareStoreRate, fillLog, readRate } from './store-figures.js';

export interface EventStoreDbFigures {
  /** Appends per second. */
  readonly appendRates: readonly number[];
  /** Events per second. */
  readonly readRates: readonly number[];
}

/** Measures the adapter against the test server, with a new log for each sample. */
export const measureEventStoreDb = async (): Promise<EventStoreDbFigures> => {
  const appendRates: number[] = [];
  const readRates: number[] = [];
  for (let sample = 0; sample < settings.samples; sample += 1) {
    const server = await startEventStoreDbProcess();
    const store = await connectEventStoreDb(server.url);
    await fillLog(store, settings.remoteLogEvents);
    readRates.push(await readRate(store));
    appendRates.push(await bareStoreRate(store, settings.sampleSeconds));
    await store.close();
    await server.stop();
  }
  return { appendRates, readRates };
};
