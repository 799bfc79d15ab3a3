import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Credentials } from '#libs/access';
import { SystemClock } from '#libs/environment';
import { connectEventStoreDb } from '#libs/event-store';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runLedger } from '../support/command-line.js';
import { updateBody } from '../support/commands.js';
import { PATIENT } from '../support/eventstoredb/opened-store.js';
import { TestEventStore } from '../support/eventstoredb/test-event-store.js';
import { type HttpClient, httpClient } from '../support/http-client.js';
import { newAuthorization } from '../support/ledger-directory.js';
import { type LedgerProcess, startLedgerProcess } from '../support/ledger-process.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

/** An unreachable read store: these tests read no rows. */
const NO_READ_STORE = 'postgres://nobody@127.0.0.1:1/none';

let directory: TemporaryDirectory;

beforeAll(async () => {
  directory = await temporaryDirectory();
});

afterAll(() => directory.remove());

describe('a process of a cluster without a signing key', () => {
  let server: TestEventStore;
  let http: HttpClient;
  let api: LedgerProcess;
  let url: string;
  let apiKey: string;

  beforeAll(async () => {
    server = await TestEventStore.start();
    http = httpClient();
    const store = await connectEventStoreDb(server.url, PATIENT);
    const credentials = new Credentials(store, new SystemClock());
    const authorization = await newAuthorization({ withCredentials: (work) => work(credentials) });
    const scopes = ['dispute:read', 'timeline:read', 'export:create'];
    ({ apiKey } = await credentials.issueApiKey({
      family: 'ledger',
      tenant: null,
      holder: 'Auditor',
      scopes,
    }));
    await store.close();
    const variables = { EVENT_STORE_URL: server.url, READ_STORE_URL: NO_READ_STORE };
    api = startLedgerProcess('/dev/null/none', variables);
    url = await api.url();
    await until(async () => {
      const written = await http.post(`${url}/update`, updateBody('D-9', 'a hearing'), { authorization });
      return written.status === 200;
    });
  });

  afterAll(async () => {
    http.close();
    await api.kill();
    await server.stop();
  });

  it.each([
    ['an export', '/ledger/disputes/smartodr/D-9/export'],
    ['the checkpoint', '/ledger/checkpoint'],
    ['a tile', '/ledger/tile/0/000'],
    ['a proof that the log grew', '/ledger/consistency?from=1'],
    ['the proof of an event', '/ledger/proofs/00000000-0000-4000-8000-000000000000'],
  ])('says what is missing when it is asked for %s, and not to try again', async (_, path) => {
    const answer = await http.get(url + path, { authorization: `Bearer ${apiKey}` });

    expect([answer.status, answer.headers['retry-after']]).toStrictEqual([503, undefined]);
    expect(answer.text).toContain('no signing key');
    expect(answer.text).toContain('LEDGER_SIGNING_KEY_FILE');
    expect(answer.text).toContain('ledger key new');
  });

  it('says so in its readiness, and once in the log', async () => {
    const ready = JSON.parse((await http.get(`${url}/health/ready`)).text) as { checks: object };

    expect(ready).toMatchObject({
      checks: { proofs: true },
      exportsRefused: expect.stringContaining('LEDGER_SIGNING_KEY_FILE'),
    });
    await until(() => api.stdout.includes('This process has no signing key'));
    expect(api.stdout.match(/"level":"warn"[^\n]*This process has no signing key/g)).toHaveLength(1);
  });

  it('says so on the command line', async () => {
    const { code, stderr } = await runLedger(
      ['export', '--tenant', 'smartodr', '--dispute', 'D-9', '--out', join(directory.path, 'x.tar')],
      { EVENT_STORE_URL: server.url, READ_STORE_URL: NO_READ_STORE },
    );

    expect(code).toBe(1);
    expect(stderr).toMatch(/^This process has no signing key[^\n]*ledger key new[^\n]*\n$/);
  });
});

describe('a new signing key', () => {
  const run = (args: readonly string[], variables: Record<string, string> = {}) =>
    runLedger(['key', ...args], { LEDGER_DATA_DIR: directory.path, ...variables });

  it('is written to a file of its owner alone, and its public half is shown now and later', async () => {
    const file = join(directory.path, 'signing-key');
    const made = await run(['new', '--name', 'ledger.example', '--out', file, '--json']);
    const { publicKeys, name } = JSON.parse(made.stdout) as { publicKeys: string[]; name: string };
    const text = await readFile(file, 'utf8');

    expect([made.code, made.stderr]).toStrictEqual([0, '']);
    expect(name).toMatch(/^ledger\.example\/ledger\/[0-9a-f]{8}$/);
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600');
    expect(text).toMatch(/^PRIVATE\+KEY\+ledger\.example\/ledger\//);
    expect(made.stdout).not.toContain(text.trim().split('+').at(-1));
    expect((await run(['show', '--file', file])).stdout).toBe(`${publicKeys.join('\n')}\n`);
    expect((await run(['show'])).stdout).toBe(`${publicKeys.join('\n')}\n`);
  });

  it('never replaces a file, whatever is in it', async () => {
    const file = join(directory.path, 'kept-key');
    await run(['new', '--out', file]);
    const before = await readFile(file, 'utf8');

    const again = await run(['new'], { LEDGER_SIGNING_KEY_FILE: file });

    expect(again.code).toBe(1);
    expect(again.stderr).toBe(`${file} is there already, and is left as it is. Choose another file.\n`);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('may be a further key of a log that has one', async () => {
    const file = join(directory.path, 'second-key');
    const made = await run(['new', '--name', 'ledger.example/ledger/1a2b3c4d', '--out', file, '--json']);

    expect(JSON.parse(made.stdout)).toMatchObject({ name: 'ledger.example/ledger/1a2b3c4d' });
  });

  it.each(['a+b', 'https://ledger.example', 'a\nb'])('cannot be named "%s"', async (name) => {
    const made = await run(['new', '--name', name, '--out', join(directory.path, 'none')]);

    expect(made.code).toBe(2);
    expect(made.stderr).toMatch(/^--name must be a host[^\n]*\n$/);
  });

  it('is not written where the folder is not there, or is no file', async () => {
    await mkdir(join(directory.path, 'folder'));
    for (const out of ['nowhere/key', 'folder']) {
      const made = await run(['new', '--out', join(directory.path, out)]);

      expect(made.code).toBe(1);
      expect(made.stderr).toMatch(/^[^\n]+\n$/);
    }
  });
});
