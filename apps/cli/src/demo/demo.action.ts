import { readFile } from 'node:fs/promises';
import { dataFiles, readEnvironment } from '#libs/environment';
import { smartOdrExamples } from '#libs/partners';
import { CommandFailure, type OutputOptions, print } from '../output.js';
import { timelineText, type Timeline } from './timeline-text.js';

interface DemoCredentials {
  readonly smartOdr: { readonly tenant: string; readonly authorization: string };
  readonly auditor: { readonly apiKey: string };
}

interface DemoRequest {
  readonly title: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: object;
  readonly tenant: string;
  readonly disputeId: string;
}

interface Played {
  readonly title: string;
  readonly status: number;
  readonly answer: unknown;
  readonly position: string;
}

/** Plays the documents' own requests against the ledger that runs on this machine. */
export const playDemo = async (options: OutputOptions): Promise<void> => {
  const { dataDirectory, publicUrl } = readEnvironment();
  const credentials = await readCredentials(dataFiles(dataDirectory).demoCredentials);
  const requests = requestsOf(credentials);
  const played: Played[] = [];
  for (const [index, request] of requests.entries()) {
    progress(`[${index + 1}/${requests.length}] ${request.title}`);
    played.push(await send(publicUrl, request));
  }
  const position = played.at(-1)?.position ?? '0';
  const timelines: Timeline[] = [];
  for (const { tenant, disputeId } of requests)
    timelines.push(
      await readTimeline(publicUrl, { tenant, disputeId, apiKey: credentials.auditor.apiKey, position }),
    );
  print({ requests: played, timelines }, timelines.map(timelineText).join('\n\n'), options);
};

/** One entry for each request of each vendor's documents. */
const requestsOf = ({ smartOdr: { tenant, authorization } }: DemoCredentials): readonly DemoRequest[] => [
  {
    title: 'SMART ODR: an update to a conciliation',
    path: '/update',
    authorization,
    body: smartOdrExamples.update,
    tenant,
    disputeId: smartOdrExamples.update.dispute.disputeId,
  },
  {
    title: 'SMART ODR: an arbitration report',
    path: '/update_arbitration_report',
    authorization,
    body: smartOdrExamples.arbitrationReport,
    tenant,
    disputeId: smartOdrExamples.arbitrationReport.dispute.disputeId,
  },
];

const send = async (url: string, { title, path, authorization, body }: DemoRequest): Promise<Played> => {
  const response = await reach(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new CommandFailure(`${title}: ${response.status} ${JSON.stringify(answer)}`);
  return { title, status: response.status, answer, position: response.headers.get('ledger-position') ?? '0' };
};

const readTimeline = async (
  url: string,
  {
    tenant,
    disputeId,
    apiKey,
    position,
  }: { tenant: string; disputeId: string; apiKey: string; position: string },
): Promise<Timeline> => {
  const path = `/ledger/disputes/${encodeURIComponent(tenant)}/${encodeURIComponent(disputeId)}/timeline?limit=200`;
  const headers = { authorization: `Bearer ${apiKey}`, 'ledger-min-position': position };
  const response = await reach(url + path, { headers });
  if (!response.ok)
    throw new CommandFailure(`The timeline of ${disputeId} was answered with ${response.status}.`);
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
