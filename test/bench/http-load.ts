import autocannon from 'autocannon';
import { enfinitosExamples } from '../../libs/partners/src/enfinitos/enfinitos.examples.js';
import { updateBody } from './commands.js';
import { settings } from './settings.js';

export interface LoadResult {
  readonly commandsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
}

/** The parameters of the load, as JSON on the command line. */
export interface Load {
  readonly scenario: keyof typeof scenarios;
  readonly authorization: string;
  readonly seconds: number;
  /** Commands per second; without it, as many as possible. */
  readonly rate?: number;
}

const scenarios = {
  update: { path: '/update', body: updateBody },
  open: { path: '/v1/disputes', body: () => JSON.stringify(enfinitosExamples.open) },
} as const;

/** Loads the server from this process of its own, so that client and server do not share a thread. */
const load = async (url: string, { scenario, authorization, seconds, rate }: Load): Promise<LoadResult> => {
  let next = 0;
  const { path, body } = scenarios[scenario];
  const result = await autocannon({
    url: url + path,
    method: 'POST',
    connections: settings.connections,
    duration: seconds,
    ...(rate !== undefined && { overallRate: rate }),
    headers: { 'content-type': 'application/json', authorization },
    requests: [
      {
        setupRequest: (request) => {
          next = (next + 1) % settings.disputes;
          return { ...request, body: body(next) };
        },
      },
    ],
  });
  return {
    commandsPerSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failures: result.non2xx + result.errors,
  };
};

const [url = '', asked = '{}'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await load(url, JSON.parse(asked) as Load))}\n`);
