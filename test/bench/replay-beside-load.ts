import { setTimeout as pause } from 'node:timers/promises';
import type { ReplayResult } from '#libs/read-store';
import { runLoad } from './full-path.js';
import type { LoadResult } from './http-load.js';
import { type ServerProcess, startCaughtUp } from './processes.js';
import type { BuiltLedger } from './replay-figures.js';
import { settings } from './settings.js';
import type { Workplace } from './workplace.js';

export interface ReplayBesideLoad {
  /** The load without replays. `during` is the load beside replays, each of which swaps. */
  readonly without: readonly LoadResult[];
  readonly during: readonly LoadResult[];
  /** How long the projections waited, in milliseconds, one figure per replay. */
  readonly writePausesMs: readonly number[];
}

interface ReplayAnswer {
  readonly state: string;
  readonly result?: ReplayResult;
}

export const measureReplayBesideLoad = async (
  { authorization }: Workplace,
  { data, auditorKey }: BuiltLedger,
): Promise<ReplayBesideLoad> => {
  const server = await startCaughtUp(data);
  const load = () =>
    runLoad(server.url, {
      scenario: 'update',
      authorization,
      seconds: settings.sampleSeconds,
      rate: settings.steadyCommandsPerSecond,
    });
  const without: LoadResult[] = [];
  const during: LoadResult[] = [];
  const writePausesMs: number[] = [];
  try {
    for (let sample = 0; sample < settings.samples; sample += 1) {
      without.push(await load());
      let isOver = false;
      const [result, pauses] = await Promise.all([
        load().finally(() => {
          isOver = true;
        }),
        keepReplaying(server, auditorKey, () => isOver),
      ]);
      during.push(result);
      writePausesMs.push(...pauses);
    }
    return { without, during, writePausesMs };
  } finally {
    await server.stop();
  }
};

/** Runs one replay after the other while the load lasts, and waits for the last one to end. */
const keepReplaying = async (
  { url }: ServerProcess,
  auditorKey: string,
  isOver: () => boolean,
): Promise<readonly number[]> => {
  const headers = { authorization: `Bearer ${auditorKey}`, 'content-type': 'application/json' };
  const pauses: number[] = [];
  do {
    const started = await fetch(`${url}/ledger/replays`, { method: 'POST', headers, body: '{"swap":true}' });
    const location = url + (started.headers.get('location') ?? '');
    let answer: ReplayAnswer;
    do {
      await pause(20);
      answer = (await (await fetch(location, { headers })).json()) as ReplayAnswer;
    } while (answer.state === 'running');
    if (answer.result?.outcome !== 'equal')
      throw new Error(`A replay did not end as equal: ${JSON.stringify(answer)}: the figures mean nothing.`);
    pauses.push(answer.result.swap?.writePauseMs ?? NaN);
  } while (!isOver());
  return pauses;
};
