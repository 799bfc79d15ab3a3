import autocannon from 'autocannon';
import { updateBody } from './commands.js';
import { settings } from './settings.js';

export interface LoadResult {
  readonly commandsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
}

/** Runs in a process of its own: the server under test must not share a thread with whoever asks. */
const load = async (url: string, authorization: string, seconds: number): Promise<LoadResult> => {
  let next = 0;
  const result = await autocannon({
    url: `${url}/update`,
    method: 'POST',
    connections: settings.connections,
    duration: seconds,
    headers: { 'content-type': 'application/json', authorization },
    requests: [
      {
        setupRequest: (request) => {
          next = (next + 1) % settings.disputes;
          return { ...request, body: updateBody(next) };
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

const [url = '', authorization = '', seconds = '1'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await load(url, authorization, Number(seconds)))}\n`);
