import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModels } from '#libs/deployment';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { runLedger } from '../support/command-line.js';
import { type Cluster, startCluster } from '../support/cluster.js';
import { updateBody } from '../support/commands.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../support/http-client.js';
import { type LedgerDirectory, ledgerDirectory, newAuthorization } from '../support/ledger-directory.js';
import { readRows, rebuiltRows } from '../support/read-model-rows.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';
import { appendUnknown, everyEvent } from './events.js';
import { type FormerVersion, formerVersion } from './former-version.js';

let former: FormerVersion;
let http: HttpClient;

beforeAll(async () => {
  former = await formerVersion();
  http = httpClient();
}, 900_000);

afterAll(async () => {
  http.close();
  await former.dispose();
});

interface Update {
  readonly url: string;
  readonly authorization: string;
  readonly marker: string;
  readonly key?: string;
}

const update = ({ url, authorization, marker, key = marker }: Update): Promise<HttpAnswer> =>
  http.post(`${url}/update`, updateBody(`D-${marker.length % 3}`, marker), {
    authorization,
    'idempotency-key': key,
  });

describe('a data directory', () => {
  let directory: LedgerDirectory;
  const environment = (): Record<string, string> => ({
    LEDGER_DATA_DIR: directory.path,
    LEDGER_DEMO: '1',
    PUBLIC_URL: 'https://ledger.example',
  });

  beforeEach(async () => {
    directory = await ledgerDirectory();
  });

  afterEach(() => directory.dispose());

  it('is taken over from the version before, and refused by it in one line afterwards', async () => {
    const first = former.start('api', environment());
    const demo = JSON.parse(
      await first.ready().then(() => readFile(directory.files.demoCredentials, 'utf8')),
    ) as { smartOdr: { authorization: string }; auditor: { credentialId: string } };
    const { authorization } = demo.smartOdr;
    const answered = await update({ url: await first.url(), authorization, marker: 'former' });
    expect(answered.status).toBe(200);
    await first.terminate();

    const strict = directory.start({ NODE_ENV: 'production' });
    expect((await update({ url: await strict.ready(), authorization, marker: 'refused' })).status).toBe(401);
    expect(strict.stdout).toContain('4 demo credentials of this log are refused');
    await strict.terminate();

    const today = directory.start({ LEDGER_DEMO: '1' });
    const url = await today.ready();
    const repeated = await update({ url, authorization, marker: 'former' });
    expect([repeated.status, repeated.text]).toStrictEqual([200, answered.text]);
    expect((await update({ url, authorization, marker: 'today' })).status).toBe(200);
    await today.terminate();
    const replayed = await runLedger(['replay'], environment());
    const verified = await runLedger(['verify'], environment());
    expect([replayed.code, verified.code]).toStrictEqual([0, 0]);

    const again = former.start('api', environment());
    expect(await again.ended()).toBe(1);
    expect(again.stderr).toContain('The event log has schema version 2; this ledger knows 1.');
    expect((await runLedger(['verify'], environment())).code).toBe(0);
  });

  it('of which an old process meets an event that it does not know is not read past it', async () => {
    const old = former.start('api', environment());
    const url = await old.ready();
    const { authorization } = (
      JSON.parse(await readFile(directory.files.demoCredentials, 'utf8')) as {
        smartOdr: { authorization: string };
      }
    ).smartOdr;
    expect((await update({ url, authorization, marker: 'known' })).status).toBe(200);
    await directory.withStore(async (store) => {
      const all = await everyEvent(store);
      const stream = all.findLast((event) => event.stream.startsWith('dispute-'))?.stream ?? '';
      expect(await appendUnknown(store, stream)).toMatchObject({ outcome: 'appended' });
    });

    await until(() => old.stdout.includes('Cannot decode DisputeForgotten.v1 at dispute-'));
    const ready = await http.get(`${url}/health/ready`);
    expect([ready.status, JSON.parse(ready.text)]).toMatchObject([503, { checks: { readModels: false } }]);
    await old.kill();

    const today = directory.start({ LEDGER_DEMO: '1' });
    await today.url();
    await until(() => today.stdout.includes('DisputeForgotten.v1'));
  });
});

describe('a cluster', () => {
  let cluster: Cluster;
  let directory: TemporaryDirectory;
  let authorization: string;
  let environment: Record<string, string>;
  const sent: string[] = [];

  beforeEach(async () => {
    sent.length = 0;
    [cluster, directory] = await Promise.all([startCluster(), temporaryDirectory()]);
    authorization = await newAuthorization(cluster);
    const keyFile = join(directory.path, 'signing-key');
    expect((await runLedger(['key', 'new', '--name', 'ledger.example', '--out', keyFile], {})).code).toBe(0);
    environment = {
      ...cluster.variables,
      LEDGER_SIGNING_KEY_FILE: keyFile,
      PUBLIC_URL: 'https://ledger.example',
    };
  });

  afterEach(async () => {
    await cluster.dispose();
    await directory.remove();
  });

  const retried = async (url: string, marker: string): Promise<unknown> =>
    (await update({ url, authorization, marker })).headers['idempotency-replayed'];

  /** Sends commands through all of the processes. */
  const write = async (...urls: readonly string[]): Promise<void> => {
    for (let round = 0; round < 5; round += 1)
      await Promise.all(
        urls.map(async (url) => {
          const marker = `update ${sent.push(url)}`;
          await until(async () => (await update({ url, authorization, marker })).status === 200);
        }),
      );
  };

  /** Reads no other table: those of the version before have other columns. */
  const versions = async (): Promise<readonly unknown[]> => {
    const client = new Client({ connectionString: cluster.variables.READ_STORE_URL });
    await client.connect();
    try {
      const { rows } = await client.query('select model, version from checkpoints order by model');
      return rows.map(({ model, version }) => `${model} ${version}`);
    } finally {
      await client.end();
    }
  };

  const readiness = async (url: string): Promise<HttpAnswer> => http.get(`${url}/health/ready`);

  it.each([
    ['the API first', true],
    ['the projectors first', false],
  ])('goes from the version before to this one, one process at a time: %s', async (_, isApiFirst) => {
    const formerApi = former.start('api', environment);
    const formerProjector = former.start('projector', environment);
    const old = await formerApi.ready();
    await formerProjector.ready();
    await write(old);
    const formerVersions = await versions();

    const moveProjector = async (): Promise<void> => {
      const projector = cluster.startProjector();
      await projector.ready();
      expect(await formerProjector.terminate()).toBe(0);
      await until(async () => String(await versions()) !== String(formerVersions));
    };
    if (!isApiFirst) await moveProjector();
    const api = cluster.startApi(environment);
    const today = await api.url();
    await write(old, today);
    // Only the API whose rows these are is ready.
    const statuses = (await Promise.all([old, today].map(readiness))).map(({ status }) => status);
    expect(statuses[isApiFirst ? 1 : 0]).toBe(503);
    if (isApiFirst) await moveProjector();
    await api.ready();
    const built = await versions();
    await write(old, today);
    // The old API has no rows any more, says so, and takes commands until it is stopped.
    expect(JSON.parse((await readiness(old)).text)).toMatchObject({ checks: { readStore: false } });
    expect(await versions()).toStrictEqual(built);
    expect(built).toHaveLength(readModels.length);
    expect(await formerApi.terminate()).toBe(0);
    await write(today);

    await cluster.withStore(async (store) => {
      const events = await everyEvent(store);
      const updates = events.filter(({ type }) => type === 'DisputeUpdateRecorded.v1');
      const markers = updates.map(({ data }) => JSON.stringify(data['update']));
      expect(markers.toSorted()).toStrictEqual(sent.map((__, index) => `"update ${index + 1}"`).toSorted());
      const head = events.at(-1)?.position ?? 0n;
      await until(async () =>
        (await readRows(cluster.variables.READ_STORE_URL)).checkpoints.every(
          ({ position }) => BigInt(String(position)) >= head,
        ),
      );
      const { checkpoints: __, ...rows } = await readRows(cluster.variables.READ_STORE_URL);
      const { checkpoints: ___, ...expected } = await rebuiltRows(events);
      expect(rows).toStrictEqual(expected);
    });
    expect((await runLedger(['replay'], environment)).code).toBe(0);
    expect((await runLedger(['verify'], environment)).code).toBe(0);
  });

  it('answers retries of what the version before committed, which does not know those of this one', async () => {
    const formerApi = former.start('api', environment);
    const formerProjector = former.start('projector', environment);
    const old = await formerApi.ready();
    await formerProjector.ready();
    await write(old);
    const api = cluster.startApi(environment);
    const today = await api.url();
    await write(today);

    expect(await retried(today, 'update 1')).toBe('true');
    expect(await retried(today, 'update 6')).toBe('true');
    expect(await retried(old, 'update 1')).toBe('true');
    expect(await retried(old, 'update 6')).toBeUndefined();
    await formerApi.terminate();
    expect(await retried(today, 'update 6')).toBe('true');
    await formerProjector.terminate();
  });

  it('builds its rows once, and again only where a projector of the version before got the turn', async () => {
    const formerProjector = former.start('projector', environment);
    const api = cluster.startApi(environment);
    await formerProjector.ready();
    await write(await api.url());
    const formerVersions = await versions();
    const projector = cluster.startProjector();
    await projector.ready();
    await formerProjector.terminate();
    await api.ready();
    const built = await versions();
    const standby = former.start('projector', environment);
    await standby.url();
    await write(await api.ready());
    expect(await versions()).toStrictEqual(built);

    await projector.terminate();
    await until(async () => String(await versions()) === String(formerVersions));
    const next = cluster.startProjector();
    await next.ready();
    await write(await api.url());
    expect(await versions()).toStrictEqual(formerVersions);
    expect((await readiness(await api.url())).status).toBe(503);
    await standby.terminate();
    await api.ready();
    expect(await versions()).toStrictEqual(built);
    expect((await runLedger(['replay'], environment)).code).toBe(0);
  });
});
