import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openDatabase } from '#libs/sqlite';
import { updateBody } from '../support/commands.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../support/http-client.js';
import { newInstitution } from '../support/institution.js';
import { type LedgerDirectory, ledgerDirectory, newAuthorization } from '../support/ledger-directory.js';
import type { LedgerProcess } from '../support/ledger-process.js';
import { prepareLog } from '../support/prepared-log.js';
import { until } from '../support/until.js';

const WRITERS = 8;
const DISPUTES = 100;

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

/** Repeats the request while the answer is 503. */
const comingAgain = async (ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> => {
  let answer = await ask();
  while (answer.status === 503) answer = await ask();
  return answer;
};

/** Runs writers that each send one command after the other. Resolves with the answers. */
const load = async (isOver: () => boolean): Promise<readonly HttpAnswer[]> => {
  const answers: HttpAnswer[] = [];
  const keepWriting = async (writer: number): Promise<void> => {
    for (let number = 0; !isOver(); number += 1)
      answers.push(
        await comingAgain(() => update(`LOAD-${(writer + number) % 50}`, `load-${writer}-${number}`)),
      );
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => keepWriting(writer)));
  return answers;
};

interface OwnWrites {
  seen: number;
  /** Reads that did not show the write before them. */
  readonly surprises: string[];
}

/** Repeatedly writes to its own dispute and reads it at the position of that write. */
const readOwnWrites = async (own: OwnWrites, isOver: () => boolean): Promise<void> => {
  while (!isOver()) {
    const written = await comingAgain(() => update('OWN-1', `own-${own.seen}`));
    const position = String(written.headers['ledger-position']);
    const read = await comingAgain(() =>
      http.get(`${url}/ledger/disputes/smartodr/OWN-1`, { ...headers, 'ledger-min-position': position }),
    );
    const expected = String(written.headers.etag);
    if (read.status !== 200 || read.headers.etag !== expected)
      own.surprises.push(`${read.status}, ${String(read.headers.etag)} where ${expected} was written`);
    own.seen += 1;
  }
};

/** Repeatedly reads the whole list. */
const readLists = async (isOver: () => boolean): Promise<readonly Listed[]> => {
  const lists: Listed[] = [];
  do lists.push(await list());
  while (!isOver());
  lists.push(await list());
  return lists;
};

const revisionsOf = ({ disputes }: Listed): ReadonlyMap<string, bigint> =>
  new Map(disputes.map(({ disputeId, revision }) => [disputeId, BigInt(revision)]));

/** Expects the later list to have every dispute of the earlier one, at no older revision, and none twice. */
const assertNotBefore = (earlier: Listed, later: Listed): void => {
  expect(BigInt(later.position)).toBeGreaterThanOrEqual(BigInt(earlier.position));
  const shown = revisionsOf(later);
  expect(shown.size).toBe(later.disputes.length);
  for (const [disputeId, revision] of revisionsOf(earlier))
    expect(shown.get(disputeId) ?? -1n).toBeGreaterThanOrEqual(revision);
};

it('is not noticed under full load, neither by writers nor by readers', async () => {
  let isOver = false;
  const over = (): boolean => isOver;
  const own: OwnWrites = { seen: 0, surprises: [] };
  const replay = async () => {
    const location = await startReplay();
    const before = own.seen;
    const { state, result } = await ended(location);
    return { state, result, ownWrites: own.seen - before };
  };
  const [answers, lists, replays] = await Promise.all([
    load(over),
    readLists(over),
    (async () => {
      try {
        return [await replay(), await replay()];
      } finally {
        isOver = true;
      }
    })(),
    readOwnWrites(own, over),
  ]);

  expect(answers.filter(({ status }) => status !== 200)).toStrictEqual([]);
  expect(own.surprises).toStrictEqual([]);
  for (const { state, result, ownWrites } of replays) {
    expect({ state, outcome: result.outcome }).toStrictEqual({ state: 'done', outcome: 'equal' });
    // The projections continued meanwhile.
    expect(ownWrites).toBeGreaterThan(0);
  }
  const pausesMs = replays.map(({ result }) => result.swap.writePauseMs);
  lists.slice(1).forEach((later, index) => {
    assertNotBefore(lists[index] ?? later, later);
  });
  for (const sample of [lists[1], lists[Math.floor(lists.length / 2)], lists.at(-1)])
    if (sample !== undefined) assertNotBefore(await list(`&position=${sample.position}`), sample);
  process.stdout.write(
    `${answers.length} commands beside two replays, ${replays.map(({ ownWrites }) => ownWrites).join(' and ')} ` +
      `own writes read meanwhile; the projections waited ${pausesMs.join(' and ')} ms\n`,
  );
});

it('is the only one, and leaves nothing behind when the ledger is stopped in the middle of it', async () => {
  await startReplay();
  // If the first one has already ended, this starts another, which is then the only one.
  await until(async () => (await http.post(`${url}/ledger/replays`, '{}', headers)).status === 409);
  expect(await server.terminate()).toBe(0);

  const database = await openDatabase(directory.files.readModels, { synchronous: 'NORMAL' });
  const left = database
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'replay%'`)
    .all();
  database.close();
  expect(left).toHaveLength(0);
});
