import { readFile, stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smartOdrExamples } from '../../libs/partners/src/smart-odr/smart-odr.examples.js';
import { type HttpClient, httpClient } from '../support/http-client.js';
import { type LedgerDirectory, ledgerDirectory, newAuthorization } from '../support/ledger-directory.js';
import { auditLog } from '../support/log-audit.js';
import { runLedger } from '../support/command-line.js';
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

  it.each<[string, Record<string, string>]>([
    ['in production, where other machines can connect', { NODE_ENV: 'production', HOST: '0.0.0.0' }],
    ['with LEDGER_DEMO=0', { LEDGER_DEMO: '0' }],
  ])('are all refused by a later start %s, which says so once', async (_, variables) => {
    const first = directory.start({ LEDGER_DEMO: '1' });
    await first.ready();
    await first.terminate();
    const demo = JSON.parse(await readFile(demoFile(), 'utf8')) as Record<
      'smartOdr' | 'enfinitos' | 'billtrust' | 'auditor',
      { readonly credentialId: string; readonly apiKey: string; readonly authorization: string }
    >;
    const { apiKey } = await directory.withCredentials((credentials) =>
      credentials.issueApiKey({
        family: 'ledger',
        tenant: null,
        holder: 'Auditor',
        scopes: ['dispute:read'],
      }),
    );
    const server = directory.start({ LEDGER_DEMO: '1', ...variables });
    const url = (await server.ready()).replace('0.0.0.0', '127.0.0.1');
    const asked = await Promise.all([
      http.post(`${url}/update`, JSON.stringify(smartOdrExamples.update), {
        authorization: demo.smartOdr.authorization,
      }),
      http.get(`${url}/v1/disputes`, { authorization: `Bearer ${demo.enfinitos.apiKey}` }),
      http.get(`${url}/dispute/v1/tenants/demo/resolutions`, {
        'x-billtrust-api-key': demo.billtrust.apiKey,
      }),
      http.get(`${url}/ledger/disputes`, { authorization: `Bearer ${demo.auditor.apiKey}` }),
    ]);

    expect(asked.map(({ status }) => status)).toStrictEqual([401, 401, 403, 401]);
    expect((await http.get(`${url}/ledger/disputes`, { authorization: `Bearer ${apiKey}` })).status).toBe(
      200,
    );
    const lines = (): {
      msg: string;
      credentialIds?: string[];
      refused?: { credentialId: string; reason: string };
    }[] =>
      server.stdout
        .split('\n')
        .filter((line) => line.startsWith('{') && line.endsWith('}'))
        .map((line) => JSON.parse(line) as { msg: string });
    await until(() => lines().filter(({ refused }) => refused !== undefined).length === asked.length);
    const ids = Object.values(demo).map(({ credentialId }) => credentialId);
    const refused = lines().flatMap((line) => line.refused ?? []);
    expect(refused.map(({ credentialId }) => credentialId).sort()).toStrictEqual(ids.toSorted());
    expect(new Set(refused.map(({ reason }) => reason))).toStrictEqual(
      new Set(['demo credentials are not accepted here']),
    );
    const said = lines().filter(({ msg }) => msg.includes('demo credentials of this log are refused'));
    expect(said).toHaveLength(1);
    expect(said[0]?.msg).toMatch(/^4 demo credentials/);
    expect(said[0]?.credentialIds?.toSorted()).toStrictEqual(ids.toSorted());
    const listed = await runLedger(['access', 'list'], { LEDGER_DATA_DIR: directory.path });
    expect(listed.stdout.match(/ active, demo /g)).toHaveLength(4);
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
