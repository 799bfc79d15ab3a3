import { type HttpClient, httpClient } from '../support/http-client.js';
import { medianOf } from './asked.js';
import { type ServerProcess, startCaughtUp } from './processes.js';
import type { BuiltLedger, ReplayFigures } from './replay-figures.js';
import { settings } from './settings.js';
import { TENANT } from './store-figures.js';

/** Microseconds per page over HTTP, one median per sample, for a log of one size. */
export interface PageFigures {
  readonly events: number;
  readonly pages: Readonly<Record<PageKind, readonly number[]>>;
}

export const pageKinds = ['timeline', 'list', 'listByStatus', 'listAtPosition', 'listAtInstant'] as const;

export type PageKind = (typeof pageKinds)[number];

interface Side {
  readonly events: number;
  readonly server: ServerProcess;
  readonly headers: Record<string, string>;
  readonly paths: Readonly<Record<PageKind, string>>;
  readonly pages: Readonly<Record<PageKind, number[]>>;
}

/**
 * Measures pages of the ledgers on which replays were measured, in turns. Lists include their counts per
 * status.
 */
export const measurePages = async (replays: readonly ReplayFigures[]): Promise<readonly PageFigures[]> => {
  const client = httpClient();
  const sides: Side[] = [];
  try {
    for (const { events, ledger } of replays) sides.push(await sideOf(client, events, ledger));
    for (let sample = 0; sample < settings.samples; sample += 1)
      for (const kind of pageKinds) await sampleOf(client, kind, sides);
    return sides.map(({ events, pages }) => ({ events, pages }));
  } finally {
    client.close();
    for (const { server } of sides) await server.stop();
  }
};

/** Samples each side in turn, so that the machine's drift affects all sides alike. */
const sampleOf = async (client: HttpClient, kind: PageKind, sides: readonly Side[]): Promise<void> => {
  for (const { server, headers, paths, pages } of sides) {
    const ask = () => client.get(server.url + paths[kind], headers);
    pages[kind].push(await medianOf(settings.readsPerSample, ask));
  }
};

const sideOf = async (client: HttpClient, events: number, ledger: BuiltLedger): Promise<Side> => {
  const { data, auditorKey, longDispute } = ledger;
  const server = await startCaughtUp(data);
  const headers = { authorization: `Bearer ${auditorKey}` };
  const get = async <Body>(path: string): Promise<Body> =>
    JSON.parse((await client.get(server.url + path, headers)).text) as Body;
  // A page in the middle of the log: a recent one would have few newer changes to leave out.
  const middle = Math.floor(events / 2);
  const {
    events: [event],
  } = await get<{
    readonly events: readonly { readonly metadata: { readonly recordedAt: string } }[];
  }>(`/ledger/events?after=${middle}&limit=1`);
  const timeline = `/ledger/disputes/${TENANT}/${longDispute}/timeline?limit=50`;
  const { next } = await get<{ readonly next: string }>(timeline);
  return {
    events,
    server,
    headers,
    paths: {
      timeline: `${timeline}&cursor=${encodeURIComponent(next)}`,
      list: '/ledger/disputes?limit=50',
      listByStatus: `/ledger/disputes?limit=50&tenant=${TENANT}&status=open`,
      listAtPosition: `/ledger/disputes?limit=50&position=${middle}`,
      listAtInstant: `/ledger/disputes?limit=50&asOf=${event?.metadata.recordedAt ?? ''}`,
    },
    pages: { timeline: [], list: [], listByStatus: [], listAtPosition: [], listAtInstant: [] },
  };
};
