import { readFile } from 'node:fs/promises';
import { dataFiles, readEnvironment } from '#libs/environment';
import type { DemoRequest } from '#libs/partners';
import { CommandFailure, type OutputOptions, print } from '../output.js';
import { type DemoCredentials, demoDisputes, type ShownDispute } from './demo-disputes.js';
import { timelineText, type Timeline } from './timeline-text.js';

interface Played {
  readonly title: string;
  readonly status: number;
  readonly answer: unknown;
}

/** Sends every vendor's documented requests to the running ledger, and prints the timelines. */
export const playDemo = async (options: OutputOptions): Promise<void> => {
  const { dataDirectory, publicUrl } = readEnvironment();
  const credentials = await readCredentials(dataFiles(dataDirectory).demoCredentials);
  const disputes = demoDisputes(credentials);
  const requests: Played[] = [];
  const timelines: Timeline[] = [];
  const total = disputes.reduce((sum, { steps }) => sum + steps.length, 0);
  for (const dispute of disputes) {
    const done = requests.length;
    const played = await play(publicUrl, dispute, (title, step) => {
      progress(`[${done + step}/${total}] ${title}`);
    });
    requests.push(...played.requests);
    timelines.push(await readTimeline(publicUrl, { ...played, apiKey: credentials.auditor.apiKey }));
  }
  print({ requests, timelines }, timelines.map(timelineText).join('\n\n'), options);
};

/** Sends a dispute's requests in order. Later paths may need the id from an earlier answer. */
const play = async (
  url: string,
  { vendor, tenant, disputeId, steps }: ShownDispute,
  onStep: (title: string, step: number) => void,
) => {
  const requests: Played[] = [];
  let id = disputeId;
  let position = '0';
  for (const step of steps) {
    const title = `${vendor}: ${step.title}`;
    onStep(title, requests.length + 1);
    const { status, answer, ledgerPosition } = await send(url, { ...step, title }, id ?? '');
    requests.push({ title, status, answer });
    position = ledgerPosition;
    id ??= step.openedId?.(answer);
  }
  return { requests, tenant, disputeId: id ?? '', position };
};

const NO_DEMO =
  'A ledger accepts demo credentials only on a loopback address, not in production, and without LEDGER_DEMO=0.';

const send = async (url: string, { title, path, headers, body }: DemoRequest, disputeId: string) => {
  const response = await reach(url + path(encodeURIComponent(disputeId)), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) {
    const isRefused = [401, 403].includes(response.status);
    const what = `${title}: ${response.status} ${JSON.stringify(answer)}`;
    throw new CommandFailure(isRefused ? `${what}. ${NO_DEMO}` : what);
  }
  return { status: response.status, answer, ledgerPosition: response.headers.get('ledger-position') ?? '0' };
};

const readTimeline = async (
  url: string,
  of: {
    readonly tenant: string;
    readonly disputeId: string;
    readonly apiKey: string;
    readonly position: string;
  },
): Promise<Timeline> => {
  const { tenant, disputeId, apiKey, position } = of;
  const path = `/ledger/disputes/${encodeURIComponent(tenant)}/${encodeURIComponent(disputeId)}/timeline?limit=200`;
  const headers = { authorization: `Bearer ${apiKey}`, 'ledger-min-position': position };
  const response = await reach(url + path, { headers });
  if (!response.ok)
    throw new CommandFailure(`Reading the timeline of ${disputeId} failed with status ${response.status}.`);
  return (await response.json()) as Timeline;
};

const reach = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new CommandFailure(`No ledger answers at ${new URL(url).origin}. Start it with \`npm start\`.`, {
      cause,
    });
  }
};

const readCredentials = async (file: string): Promise<DemoCredentials> => {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as DemoCredentials;
  } catch (cause) {
    throw new CommandFailure(
      `There are no demo credentials in ${file}: the ledger creates them when it starts on a new data directory.`,
      { cause },
    );
  }
};

const progress = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
