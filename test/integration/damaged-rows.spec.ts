import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dataFiles } from '#libs/environment';
import { openDatabase } from '#libs/sqlite';
import { after, clientOf, readerOf } from '../acceptance/clients.js';
import { updateWith } from '../acceptance/seeds.js';
import { newInstitution } from '../support/institution.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { runLedger } from '../support/command-line.js';
import { embeddedDeployment } from '../support/deployments.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { until } from '../support/until.js';

const gotham = newInstitution('Gotham ODR');

describe('a row that is no JSON', () => {
  let running: RunningLedger;
  let headers: Record<string, string>;
  beforeEach(async () => {
    running = await startLedger({}, await embeddedDeployment());
    await register(running, gotham);
    headers = { authorization: `Bearer ${await auditorKey(running)}` };
    const written = await (await clientOf(running, gotham))('/update', updateWith({ disputeId: 'D-1' }));
    await readerOf(running, headers['authorization']?.slice(7) ?? '')('/ledger/disputes', after(written));
  });
  afterEach(() => running.dispose());

  it.each([
    ['disputes', 'view', '/ledger/disputes'],
    ['dispute_timeline', 'entry', '/ledger/activity'],
  ])('of %s is refused, and not there any more after a restart', async (table, column, path) => {
    const ask = async (): Promise<number> => (await fetch(running.url + path, { headers })).status;
    expect(await ask()).toBe(200);
    await running.changeRows(`UPDATE ${table} SET ${column} = '{"cut'`);

    expect(await ask()).toBe(503);
    // The dispute itself comes from its stream.
    expect((await fetch(`${running.url}/ledger/disputes/smartodr/D-1`, { headers })).status).toBe(200);
    running = await running.restart();
    await until(async () => (await ask()) === 200);
  });
});

describe('a process', () => {
  let directory: LedgerDirectory;
  beforeEach(async () => {
    directory = await ledgerDirectory();
  });
  afterEach(() => directory.dispose());

  /** Starts a server, and resolves when its projections have the files open and have shown a row. */
  const startShowing = async () => {
    const { apiKey } = await directory.withCredentials((credentials) =>
      credentials.issueApiKey({ family: 'ledger', tenant: null, holder: 'A', scopes: ['timeline:read'] }),
    );
    const server = directory.start();
    const activity = `${await server.ready()}/ledger/activity`;
    const ask = async (): Promise<string> =>
      (await fetch(activity, { headers: { authorization: `Bearer ${apiKey}` } })).text();
    await until(async () => (await ask()).includes('Credential'));
    return { server, ask };
  };

  it('ends with 1 in one line when its rows are damaged, and the next one has built them again', async () => {
    const { server: first, ask } = await startShowing();
    const database = await openDatabase(directory.files.readModels, { synchronous: 'NORMAL' });
    database.exec(`UPDATE activity SET entry = '{"cut'`);
    database.close();
    await ask();

    expect(await first.ended()).toBe(1);
    const fatal = first.stdout.split('\n').filter((line) => line.includes('"level":"fatal"'));
    expect(fatal).toStrictEqual([expect.stringContaining('read-models.sqlite is damaged')]);
    const next = directory.start();
    await next.ready();
    expect(next.stdout).toContain('read-models.sqlite was damaged and is deleted');
    expect(await next.terminate()).toBe(0);
  });

  it('makes no new log beside the write-ahead log of one that is gone', async () => {
    const { server: first } = await startShowing();
    const { events } = dataFiles(directory.path);
    await rm(events);
    const { code, stderr } = await runLedger(['access', 'list'], { LEDGER_DATA_DIR: directory.path });
    expect([code, stderr]).toStrictEqual([1, expect.stringContaining('events.sqlite-wal is there')]);
    await first.kill();
    const next = directory.start();

    expect(await next.ended()).toBe(1);
    expect(next.stderr).toMatch(
      /^The ledger cannot start: LEDGER_DATA_DIR [^\n]*events\.sqlite is gone[^\n]*\n$/,
    );
  });
});
