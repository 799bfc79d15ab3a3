import { EmbeddedEventStore } from '#libs/event-store';
import { join } from 'node:path';
import { registerInstitution } from './bare-route.js';
import type { Load, LoadResult } from './http-load.js';
import {
  runJson,
  type ServerProcess,
  startBareRouteProcess,
  startLedgerProcess,
  startUnprovenLedgerProcess,
} from './processes.js';
import { settings } from './settings.js';
import { bareStoreRate } from './store-figures.js';
import { progress, type Workplace } from './workplace.js';

export interface FullPathFigures {
  readonly update: readonly LoadResult[];
  /** The same commands without proofs. */
  readonly unproven: readonly LoadResult[];
  readonly open: readonly LoadResult[];
  /** The bare route that checks RS256 for every request. */
  readonly bareRoute: readonly LoadResult[];
  /** The bare route with the ledger's own memory of verified tokens. */
  readonly bareRouteRemembering: readonly LoadResult[];
  /** Appends per second. */
  readonly bareStore: readonly number[];
}

export const runLoad = (url: string, load: Load): Promise<LoadResult> =>
  runJson<LoadResult>('http-load.js', [url, JSON.stringify(load)]);

/** Takes one sample of each side per round, so that the machine's drift affects all sides alike. */
export const measureFullPath = async (workplace: Workplace): Promise<FullPathFigures> => {
  const update: LoadResult[] = [];
  const unproven: LoadResult[] = [];
  const open: LoadResult[] = [];
  const bareRoute: LoadResult[] = [];
  const bareRouteRemembering: LoadResult[] = [];
  const bareStore: number[] = [];
  for (let sample = 0; sample < settings.samples; sample += 1) {
    update.push(await sampleOf(workplace, startLedgerProcess, 'update'));
    unproven.push(await sampleOf(workplace, startUnprovenLedgerProcess, 'update'));
    bareRoute.push(await sampleOf(workplace, startBareRouteProcess('every-time'), 'update'));
    bareRouteRemembering.push(await sampleOf(workplace, startBareRouteProcess('remembered'), 'update'));
    open.push(await sampleOf(workplace, startLedgerProcess, 'open'));
    const file = join(await workplace.directory('store'), 'events.sqlite');
    const store = await EmbeddedEventStore.open(file);
    bareStore.push(await bareStoreRate(store, settings.sampleSeconds));
    await store.close();
    progress(`  ${sample + 1}/${settings.samples}`);
  }
  return { update, unproven, open, bareRoute, bareRouteRemembering, bareStore };
};

/** Takes a sample from a new ledger, after a warm-up. */
const sampleOf = async (
  { directory, institution, authorization }: Workplace,
  start: (dataDirectory: string) => Promise<ServerProcess>,
  scenario: Load['scenario'],
): Promise<LoadResult> => {
  const data = await directory('http');
  const { developerKey } = await registerInstitution(data, institution);
  const as = scenario === 'open' ? `Bearer ${developerKey}` : authorization;
  const server = await start(data);
  await runLoad(server.url, { scenario, authorization: as, seconds: settings.warmUpSeconds });
  const result = await runLoad(server.url, { scenario, authorization: as, seconds: settings.sampleSeconds });
  await server.stop();
  if (result.failures > 0) throw new Error(`${result.failures} commands failed: the figures mean nothing.`);
  return result;
};
