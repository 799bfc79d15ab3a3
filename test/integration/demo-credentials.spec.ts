import { readFile, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smartOdrExamples } from '../../libs/partners/src/smart-odr/smart-odr.examples.js';
import { type HttpClient, httpClient } from '../support/http-client.js';
import { type LedgerDirectory, ledgerDirectory, newAuthorization } from '../support/ledger-directory.js';
import { auditLog } from '../support/log-audit.js';
import { until } from '../support/until.js';

let directory: LedgerDirectory;
let http: HttpClient;

beforeEach(async () => {
  directory = await ledgerDirectory();
  http = httpClient();
});

afterEach(async () => {
  http.close();
  await directory.dispose();
});

/** Sends what `curl` would send for the printed arguments. */
const send = async (printed = ''): Promise<{ readonly status: number; readonly body: unknown }> => {
  const options = [...printed.matchAll(/-(\w) '([^']*)'/g)].map(([, name, value]) => ({ name, value }));
  const headers = options
    .filter(({ name }) => name === 'H')
    .map(({ value = '' }) => [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)]);
  const body = options.find(({ name }) => name === 'd')?.value;
  const answer = await fetch(printed.slice(0, printed.indexOf(' ')), {
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(body !== undefined && { method: 'POST', body }),
  });
  return { status: answer.status, body: await answer.json() };
};

describe('the demo credentials', () => {
  const demoFile = (): string => directory.files.demoCredentials;
  const isThere = (): Promise<boolean> =>
    stat(demoFile()).then(
      () => true,
      () => false,
    );

  it('are made on the first start, readable by their owner only, and work', async () => {
    const server = directory.start({ LEDGER_DEMO: '1' });
    const url = await server.ready();
    const { mode } = await stat(demoFile());
    const demo = JSON.parse(await readFile(demoFile(), 'utf8')) as {
      smartOdr: { authorization: string };
      auditor: { apiKey: string };
    };
    const written = await http.post(`${url}/update`, JSON.stringify(smartOdrExamples.update), {
      authorization: demo.smartOdr.authorization,
    });
    const read = await http.get(`${url}/ledger/disputes/demo/${smartOdrExamples.update.dispute.disputeId}`, {
      authorization: `Bearer ${demo.auditor.apiKey}`,
      'ledger-min-position': String(written.headers['ledger-position']),
    });

    expect((mode & 0o777).toString(8)).toBe('600');
    expect([written.status, read.status]).toStrictEqual([200, 200]);
    expect(server.stderr).toContain(demoFile());
    expect(server.stdout).not.toContain(demo.auditor.apiKey);
  });

  it('are shown in two requests that work as they are printed', async () => {
    const server = directory.start({ LEDGER_DEMO: '1' });
    await server.ready();
    const [write, read] = server.stderr.split('curl -s ').slice(1);

    expect(await send(write)).toMatchObject({ status: 200, body: { success: true } });
    // The read models may not have the write yet, as a person takes longer to type the second request.
    await until(async () => (await send(read)).status === 200);
    expect(await send(read)).toMatchObject({ body: { entries: [{}, {}] } });
  });

  it('are made once: a later start leaves them as they are', async () => {
    const first = directory.start({ LEDGER_DEMO: '1' });
    await first.ready();
    await first.terminate();
    const made = await readFile(demoFile(), 'utf8');

    const second = directory.start({ LEDGER_DEMO: '1' });
    await second.ready();

    expect(await readFile(demoFile(), 'utf8')).toBe(made);
    expect(second.stderr).toBe('');
    const credentials = Object.keys(JSON.parse(made) as object);
    expect((await auditLog(directory.files.events)).events).toHaveLength(credentials.length);
  });

  it('are not made for a ledger that has events already', async () => {
    await newAuthorization(directory);

    await directory.start({ LEDGER_DEMO: '1' }).ready();

    expect(await isThere()).toBe(false);
  });

  it.each([
    ['with LEDGER_DEMO=0', { LEDGER_DEMO: '0' }],
    ['in production', { LEDGER_DEMO: '1', NODE_ENV: 'production' }],
    ['where other machines can connect', { LEDGER_DEMO: '1', HOST: '0.0.0.0' }],
  ])('are not made %s', async (_, variables) => {
    const server = directory.start(variables);
    await server.ready();

    expect(await isThere()).toBe(false);
    expect((await auditLog(directory.files.events)).events).toStrictEqual([]);
    expect(server.stderr).toBe('');
  });
});
