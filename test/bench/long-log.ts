import { EmbeddedEventStore } from '#libs/event-store';
import { join } from 'node:path';
import { registerInstitution } from './bare-route.js';
import { runLoad } from './full-path.js';
import { runJson, startCaughtUp, startLedgerProcess } from './processes.js';
import { settings } from './settings.js';
import { fillLog, readRate } from './store-figures.js';
import type { Workplace } from './workplace.js';

export interface LongLogFigures {
  /** Events per second. */
  readonly readRates: readonly number[];
  /** Milliseconds from the start of the process until it was ready. */
  readonly starts: readonly number[];
  /** Milliseconds from an acknowledgement until the timeline showed it, under load. */
  readonly visible: readonly number[];
  /** Milliseconds that a vendor's list took that was asked for right after a write, under a steady load. */
  readonly listed: readonly number[];
}

export const measureLongLog = async (workplace: Workplace): Promise<LongLogFigures> => {
  const data = await workplace.directory('long');
  const { auditorKey, developerKey } = await registerInstitution(data, workplace.institution);
  await withStore(data, (store) => fillLog(store, settings.logEvents));
  const readRates: number[] = [];
  const starts: number[] = [];
  for (let sample = 0; sample < settings.samples; sample += 1) {
    readRates.push(await withStore(data, readRate));
    starts.push(await startTime(data));
  }
  const visible = await visibility(data, auditorKey, workplace);
  return { readRates, starts, visible, listed: await listing(data, developerKey, workplace) };
};

const withStore = async <Result>(
  data: string,
  work: (store: EmbeddedEventStore) => Promise<Result>,
): Promise<Result> => {
  const store = await EmbeddedEventStore.open(join(data, 'events.sqlite'));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

const startTime = async (data: string): Promise<number> => {
  const begin = performance.now();
  const server = await startLedgerProcess(data);
  if (!(await fetch(`${server.url}/health/ready`)).ok) throw new Error('The ledger was not ready.');
  const elapsed = performance.now() - begin;
  await server.stop();
  return elapsed;
};

const visibility = async (
  data: string,
  auditorKey: string,
  { authorization }: Workplace,
): Promise<readonly number[]> => {
  const server = await startCaughtUp(data);
  const [visible] = await Promise.all([
    runJson<readonly number[]>('visibility.main.js', [server.url, authorization, auditorKey]),
    runLoad(server.url, { scenario: 'update', authorization, seconds: settings.sampleSeconds }),
  ]);
  await server.stop();
  return visible;
};

const listing = async (
  data: string,
  developerKey: string,
  { authorization }: Workplace,
): Promise<readonly number[]> => {
  const server = await startCaughtUp(data);
  const [listed] = await Promise.all([
    runJson<readonly number[]>('listing.main.js', [server.url, `Bearer ${developerKey}`]),
    runLoad(server.url, {
      scenario: 'update',
      authorization,
      seconds: settings.sampleSeconds,
      rate: settings.steadyCommandsPerSecond,
    }),
  ]);
  await server.stop();
  return listed;
};
