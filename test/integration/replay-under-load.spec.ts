import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openDatabase } from '#libs/sqlite';
import { updateBody } from '../support/commands.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../support/http-client.js';
import { newInstitution } from '../support/institution.js';
import { type LedgerDirectory, ledgerDirectory, newAuthorization } from '../support/ledger-directory.js';
import type { LedgerProcess } from '../support/ledger-process.js';
import { prepareLog } from '../support/prepared-log.js';
import { until } from '../support/until.js';

const COMMANDS_PER_SECOND = 200;
const DISPUTES = 100;
const MAX_WRITE_PAUSE_MS = 100;

let directory: LedgerDirectory;
let server: LedgerProcess;
let url: string;
let http: HttpClient;
let authorization: string;
let headers: Record<string, string>;

beforeAll(async () => {
  directory = await ledgerDirectory();
  http = httpClient();
  await directory.withStore((store) => prepareLog(store, { disputes: DISPUTES, eventsEach: 20 }));
  authorization = await newAuthorization(directory, newInstitution('Gotham ODR', 'smartodr'));
  const key = await directory.withCredentials((credentials) =>
    credentials.issueApiKey({
      family: 'ledger',
      tenant: null,
      holder: 'Compliance',
      scopes: ['dispute:read', 'replay:run'],
    }),
  );
  headers = { authorization: `Bearer ${key.apiKey}` };
  server = directory.start();
  url = await server.ready();
  await until(async () => (await health()).readModelLag === 0);
});

afterAll(async () => {
  http.close();
  await directory.dispose();
});

interface Listed {
  readonly disputes: readonly { readonly disputeId: string; readonly revision: string }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly position: string;
}

interface Ended {
  readonly state: string;
  readonly result: { readonly outcome: string; readonly swap: { readonly writePauseMs: number } };
}

const json = <Body>({ text }: HttpAnswer): Body => JSON.parse(text) as Body;

const health = async () => json<{ readModelLag: number }>(await http.get(`${url}/health/ready`));

const update = (disputeId: string, marker: string): Promise<HttpAnswer> =>
  http.post(`${url}/update`, updateBody(disputeId, marker), { authorization });

const list = async (query = ''): Promise<Listed> =>
  json(await http.get(`${url}/ledger/disputes?limit=200${query}`, headers));

const startReplay = async (): Promise<string> => {
  const started = await http.post(`${url}/ledger/replays`, '{"swap":true}', headers);
  expect(started.status).toBe(202);
  return String(started.headers.location);
};

const ended = async (location: string): Promise<Ended> => {
  const look = async () => json<Ended>(await http.get(url + location, headers));
  await until(async () => (await look()).state !== 'running');
  return look();
};

/** As many commands a second as wanted, whether or not the ones before were answered. The answers. */
const steadyLoad = async (isOver: () => boolean): Promise<readonly HttpAnswer[]> => {
  const answers: Promise<HttpAnswer>[] = [];
  const start = performance.now();
  while (!isOver()) {
    const due = Math.floor(((performance.now() - start) / 1_000) * COMMANDS_PER_SECOND);
    while (answers.length < due)
      answers.push(update(`LOAD-${answers.length % 50}`, `load-${answers.length}`));
    await pause(5);
  }
  return Promise.all(answers);
};

/** Writes to a dispute of its own, and reads it no older than that, over and over. What was read otherwise. */
const readOwnWrites = async (isOver: () => boolean): Promise<readonly string[]> => {
  const surprises: string[] = [];
  for (let revision = 0; !isOver(); revision += 1) {
    // The first command on a dispute records the dispute, too.
    const written = await update('OWN-1', `own-${revision}`);
    const position = String(written.headers['ledger-position']);
    const read = await http.get(`${url}/ledger/disputes/smartodr/OWN-1`, {
      ...headers,
      'ledger-min-position': position,
    });
    const expected = String(written.headers.etag);
    if (read.status !== 200 || read.headers.etag !== expected)
      surprises.push(`${read.status}, ${String(read.headers.etag)} where ${expected} was written`);
  }
  return surprises;
};

/** Reads the whole list over and over. */
const readLists = async (isOver: () => boolean): Promise<readonly Listed[]> => {
  const lists: Listed[] = [];
  while (!isOver()) {
    lists.push(await list());
    await pause(20);
  }
  return lists;
};

const revisionsOf = ({ disputes }: Listed): ReadonlyMap<string, bigint> =>
  new Map(disputes.map(({ disputeId, revision }) => [disputeId, BigInt(revision)]));

/** Whatever this list showed, the later one shows as well, and nothing twice. */
const assertNotBefore = (earlier: Listed, later: Listed): void => {
  expect(BigInt(later.position)).toBeGreaterThanOrEqual(BigInt(earlier.position));
  const shown = revisionsOf(later);
  expect(shown.size).toBe(later.disputes.length);
  for (const [disputeId, revision] of revisionsOf(earlier))
    expect(shown.get(disputeId) ?? -1n).toBeGreaterThanOrEqual(revision);
};

it('is not noticed by those who write 200 commands a second, nor by those who read', async () => {
  let isOver = false;
  const over = (): boolean => isOver;
  const [answers, surprises, lists, replays] = await Promise.all([
    steadyLoad(over),
    readOwnWrites(over),
    readLists(over),
    (async () => {
      await pause(200);
      const first = await ended(await startReplay());
      const second = await ended(await startReplay());
      isOver = true;
      return [first, second];
    })(),
  ]);

  expect(answers.filter(({ status }) => status !== 200)).toStrictEqual([]);
  expect(surprises).toStrictEqual([]);
  for (const { state, result } of replays) {
    expect({ state, outcome: result.outcome }).toStrictEqual({ state: 'done', outcome: 'equal' });
  }
  const pausesMs = replays.map(({ result }) => result.swap.writePauseMs);
  // The better of the two: this machine runs other tests meanwhile.
  expect(Math.min(...pausesMs)).toBeLessThan(MAX_WRITE_PAUSE_MS);
  expect(lists.length).toBeGreaterThan(5);
  lists.slice(1).forEach((later, index) => {
    assertNotBefore(lists[index] ?? later, later);
  });
  for (const sample of [lists[1], lists[Math.floor(lists.length / 2)], lists.at(-1)])
    if (sample !== undefined) assertNotBefore(await list(`&position=${sample.position}`), sample);
  process.stdout.write(
    `${answers.length} commands beside two replays; the projections waited ${pausesMs.join(' and ')} ms\n`,
  );
}, 150_000);

it('leaves nothing behind when the ledger is stopped in the middle of it, and until then is the only one', async () => {
  await startReplay();
  expect((await http.post(`${url}/ledger/replays`, '{}', headers)).status).toBe(409);
  expect(await server.terminate()).toBe(0);

  const database = await openDatabase(directory.files.readModels, { synchronous: 'NORMAL' });
  const left = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'replay%'`)
    .all();
  database.close();
  expect(left).toHaveLength(0);
});
