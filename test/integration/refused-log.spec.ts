import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Credentials } from '#libs/access';
import { eventChain } from '#libs/proof';
import { openProofLog } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { type EventStore, connectEventStoreDb, Transactor } from '#libs/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { add, counter } from '../../libs/event-store/contract/counter.js';
import { signingKeyText } from '../../libs/proof/src/adapters/signing-key.js';
import { updateBody } from '../support/commands.js';
import { PATIENT } from '../support/eventstoredb/opened-store.js';
import { TestEventStore } from '../support/eventstoredb/test-event-store.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../support/http-client.js';
import { newAuthorization } from '../support/ledger-directory.js';
import { type LedgerProcess, startLedgerProcess } from '../support/ledger-process.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

/** An unreachable read store: these tests read no rows. */
const NO_READ_STORE = 'postgres://nobody@127.0.0.1:1/none';

let directory: TemporaryDirectory;
let server: TestEventStore;
let http: HttpClient;
let keyFile: string;
let authorization: string;
let api: LedgerProcess | undefined;

beforeEach(async () => {
  directory = await temporaryDirectory();
  keyFile = join(directory.path, 'signing-key');
  await writeFile(keyFile, `${signingKeyText('ledger.example/ledger', Buffer.alloc(32, 7))}\n`);
  server = await TestEventStore.start();
  http = httpClient();
  authorization = await newAuthorization({
    withCredentials: (work) => withStore((store) => work(new Credentials(store, new SystemClock()))),
  });
  await withStore(writeAndSign);
});

afterEach(async () => {
  http.close();
  await api?.kill();
  await server.stop();
  await directory.remove();
});

const withStore = async <Result>(work: (store: EventStore) => Promise<Result>): Promise<Result> => {
  const store = await connectEventStoreDb(server.url, PATIENT);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

const variables = (): Record<string, string> => ({
  EVENT_STORE_URL: server.url,
  READ_STORE_URL: NO_READ_STORE,
});

const writeAndSign = async (store: EventStore): Promise<void> => {
  await add(new Transactor(store, { ...counter, chain: eventChain }), [1, 2, 3], {
    stream: 'dispute-acme.D-1',
  });
  const environment = {
    dataDirectory: directory.path,
    publicUrl: 'https://ledger.example',
    signingKeyFile: keyFile,
    storeUrls: { events: server.url, readModels: NO_READ_STORE },
  };
  const log = await openProofLog(environment, store);
  log.start(() => undefined);
  await log.untilRead();
  await log.signer.checkpoint();
  await log.stop();
};

/** Cuts off the last event, as a backup from before it would, but keeps the checkpoints from after it. */
const cutTail = (): void => {
  const records = server.log.backup();
  server.log.restore(
    records.filter(({ stream, revision }) => stream !== 'dispute-acme.D-1' || revision < 2n),
  );
};

interface Readiness {
  readonly checks: { readonly proofs: boolean; readonly credentials: boolean };
  readonly commandsRefused?: string;
}

const readiness = async (url: string): Promise<Readiness> =>
  JSON.parse((await http.get(`${url}/health/ready`)).text) as Readiness;

const update = (url: string): Promise<HttpAnswer> =>
  http.post(`${url}/update`, updateBody('D-9', 'a hearing'), { authorization });

describe('an API process whose log is not the one that was signed', () => {
  it.each([
    ['with the key', () => ({ LEDGER_SIGNING_KEY_FILE: keyFile })],
    ['without a key', () => ({})],
  ])('refuses every command and says why, also one %s', async (_, more) => {
    cutTail();
    const started = startLedgerProcess('/dev/null/none', { ...variables(), ...more() });
    api = started;
    const url = await started.url();
    await until(async () => (await readiness(url)).commandsRefused !== undefined);
    await until(async () => (await readiness(url)).checks.credentials);
    const before = server.log.records.length;

    const ready = await http.get(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text)).toMatchObject({
      checks: { eventStore: true, proofs: false, credentials: true },
      commandsRefused: expect.stringMatching(
        /^The log has 2 events, but a checkpoint over 3 was signed\. .*ledger verify/,
      ),
    });
    const refused = await update(url);
    expect([refused.status, refused.headers['retry-after']]).toStrictEqual([503, '1']);
    expect(JSON.parse(refused.text)).toStrictEqual({ success: false, message: expect.any(String) });
    expect(server.log.records).toHaveLength(before);

    expect((await http.get(`${url}/metrics`)).text).toContain('ledger_proof_faults 1');
    // Log lines are buffered for a moment.
    await until(() => started.stdout.includes('commands are refused: this is not the log that was signed'));
    expect((await http.get(`${url}/health/live`)).status).toBe(200);
  });

  it('accepts commands once the right log is back and was compared, and none before', async () => {
    const right = server.log.backup();
    cutTail();
    api = startLedgerProcess('/dev/null/none', { ...variables(), LEDGER_SIGNING_KEY_FILE: keyFile });
    const url = await api.url();
    await until(async () => (await readiness(url)).commandsRefused !== undefined);
    expect((await update(url)).status).toBe(503);

    server.log.restore(right);
    await until(async () => (await readiness(url)).checks.proofs);
    expect((await update(url)).status).toBe(200);
    expect((await readiness(url)).commandsRefused).toBeUndefined();
  });
});

describe('an API process with a signing key', () => {
  it('is sound again after its store was away, without an event to sign', async () => {
    api = startLedgerProcess('/dev/null/none', { ...variables(), LEDGER_SIGNING_KEY_FILE: keyFile });
    const url = await api.url();
    const isSound = async (): Promise<boolean> => (await readiness(url)).checks.proofs;
    await until(isSound);
    await server.stop();
    await until(async () => !(await isSound()));
    await server.restart();
    await until(isSound);

    expect((await update(url)).status).toBe(200);
  });
});
