import { copyFile, cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataFiles } from '#libs/environment';
import { updateWith } from '../acceptance/seeds.js';
import { type Answer, bodyOf, clientOf, send } from '../acceptance/clients.js';
import { embeddedDeployment } from '../support/deployments.js';
import { newInstitution } from '../support/institution.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const gotham = newInstitution('Gotham ODR');

/** What is done to the directory of a running ledger, and the file that is then missed. */
const LOSSES: readonly (readonly [
  what: string,
  missed: string,
  lose: (directory: string) => Promise<unknown>,
])[] = [
  ['the directory is deleted', 'events.sqlite is gone', (path) => rm(path, { recursive: true })],
  ['the directory is moved away', 'events.sqlite is gone', (path) => rename(path, `${path}-away`)],
  [
    'another directory with the same files is in its place',
    'another file is in the place of events.sqlite',
    async (path) => {
      await rename(path, `${path}-away`);
      await cp(`${path}-away`, path, { recursive: true });
    },
  ],
  [
    'a copy is in the place of the log',
    'another file is in the place of events.sqlite',
    async (path) => {
      const { events } = dataFiles(path);
      await copyFile(events, `${events}.copy`);
      await rename(`${events}.copy`, events);
    },
  ],
  [
    'the write-ahead log is deleted',
    'events.sqlite-wal is gone',
    (path) => rm(`${dataFiles(path).events}-wal`),
  ],
  [
    'another write-ahead log is in its place',
    'another file is in the place of events.sqlite-wal',
    async (path) => {
      const wal = `${dataFiles(path).events}-wal`;
      await copyFile(wal, `${wal}.copy`);
      await rename(`${wal}.copy`, wal);
    },
  ],
  [
    'the index of the write-ahead log is deleted',
    'events.sqlite-shm is gone',
    (path) => rm(`${dataFiles(path).events}-shm`),
  ],
];

const started: RunningLedger[] = [];
const start = async (): Promise<RunningLedger> => {
  const running = await startLedger({}, await embeddedDeployment());
  started.push(running);
  await register(running, gotham);
  expect((await update(running)).status).toBe(200);
  return running;
};
const update = async (running: RunningLedger): Promise<Answer> =>
  (await clientOf(running, gotham))('/update', updateWith({ disputeId: 'L-1' }));
const refusedBecause = async ({ url }: RunningLedger): Promise<string | undefined> =>
  bodyOf<{ commandsRefused?: string }>(await send(`${url}/health/ready`, {})).commandsRefused;

afterAll(async () => {
  await Promise.all(started.map((running) => running.dispose()));
  for (const { dataDirectory } of started)
    await rm(`${dataDirectory}-away`, { recursive: true, force: true });
});

describe('a running ledger', () => {
  let ledgers: readonly RunningLedger[];
  beforeAll(async () => {
    ledgers = await Promise.all(LOSSES.map(start));
    await Promise.all(LOSSES.map(([, , lose], index) => lose(ledgers[index]?.dataDirectory ?? '')));
  });

  it.each(LOSSES.map(([what, missed], index) => [what, missed, index] as const))(
    'records nothing more when %s',
    async (_, missed, index) => {
      const running = ledgers[index] as RunningLedger;
      await until(async () => (await refusedBecause(running))?.includes(missed) === true);
      const position = await running.ledger.store.headPosition();
      const refused = await update(running);
      expect([refused.status, bodyOf(refused)]).toStrictEqual([
        503,
        {
          success: false,
          message: expect.stringMatching(/^A file of the log was moved, replaced or deleted/),
        },
      ]);
      expect(await running.ledger.store.headPosition()).toBe(position);
    },
  );

  it('goes on when the same files are back, with all that it acknowledged', async () => {
    const running = await start();
    const { dataDirectory } = running;
    await rename(dataDirectory, `${dataDirectory}-away`);
    await mkdir(dataDirectory);
    await until(async () => (await refusedBecause(running)) !== undefined);
    await rm(dataDirectory, { recursive: true });
    await rename(`${dataDirectory}-away`, dataDirectory);
    await until(async () => (await refusedBecause(running)) === undefined);
    expect((await update(running)).status).toBe(200);
  });
});

describe('the process of a ledger', () => {
  let directory: LedgerDirectory;
  beforeAll(async () => {
    directory = await ledgerDirectory();
  });
  afterAll(() => directory.dispose());

  it('ends with 1, and says why, when its rows are replaced, and builds them again at the next start', async () => {
    const started = directory.start();
    await started.ready();
    const { readModels } = directory.files;
    const elsewhere = await temporaryDirectory();
    await rename(readModels, join(elsewhere.path, 'read-models.sqlite'));
    expect(await started.ended()).toBe(1);
    await elsewhere.remove();
    const [line = ''] = started.stdout.split('\n').filter((text) => text.includes('"level":"fatal"'));
    // It looks once a second, and so may have seen the file away.
    expect(line).toMatch(
      /(?:read-models\.sqlite is gone|in the place of read-models\.sqlite): start the ledger again/,
    );
    const again = directory.start();
    await again.ready();
    expect((await readFile(readModels)).length).toBeGreaterThan(0);
    expect(await again.terminate()).toBe(0);
  });
});
