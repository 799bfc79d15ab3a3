import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Cluster, startCluster } from '../support/cluster.js';
import { updateBody } from '../support/commands.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../support/http-client.js';
import { documentedHeader, newInstitution } from '../support/institution.js';
import { newAuthorization } from '../support/ledger-directory.js';
import { freePort } from '../support/postgres.js';
import { startTestEventStoreProcess } from '../support/test-event-store-process.js';
import { until } from '../support/until.js';

let cluster: Cluster;
let http: HttpClient;

beforeEach(async () => {
  http = httpClient();
  cluster = await startCluster();
});

afterEach(async () => {
  http.close();
  await cluster.dispose();
});

interface Readiness {
  readonly status: number;
  readonly checks: Readonly<Record<string, boolean>>;
}

const readiness = async (url: string): Promise<Readiness> => {
  const { status, text } = await http.get(`${url}/health/ready`);
  return { status, checks: (JSON.parse(text) as { checks: Record<string, boolean> }).checks };
};

const commandsTo = (url: string, authorization: string): Promise<[HttpAnswer, HttpAnswer]> =>
  Promise.all([
    http.post(`${url}/update`, updateBody('DOWN-1', 'hello'), { authorization }),
    http.post(`${url}/v1/disputes`, '{}', { authorization: 'Bearer some-key' }),
  ]);

/** Expects 503 with `Retry-After` for each vendor, in the vendor's own form. */
const expectToBeAskedBack = ([odr, enfinitos]: readonly [HttpAnswer, HttpAnswer]): void => {
  expect([odr.status, enfinitos.status]).toStrictEqual([503, 503]);
  expect([odr.headers['retry-after'], enfinitos.headers['retry-after']]).toStrictEqual(['1', '1']);
  expect(JSON.parse(odr.text)).toStrictEqual({ success: false, message: expect.any(String) });
  expect(JSON.parse(enfinitos.text)).toMatchObject({ ok: false, contractVersion: 'v1.0' });
};

const msUntilReady = async (url: string): Promise<number> => {
  const startedAt = performance.now();
  await until(async () => (await readiness(url)).status === 200);
  return performance.now() - startedAt;
};

describe('an event store that is down when the processes start', () => {
  it('makes them not ready, but ends none of them; they are ready soon after it is up', async () => {
    const port = await freePort();
    const variables = { EVENT_STORE_URL: `esdb://127.0.0.1:${port}?tls=false` };
    const api = cluster.startApi(variables);
    const projector = cluster.startProjector(variables);
    const [url, projectorUrl] = await Promise.all([api.url(), projector.url()]);

    const live = await http.get(`${url}/health/live`);
    expect(live.status).toBe(200);
    expect(await readiness(url)).toMatchObject({
      status: 503,
      checks: { eventStore: false, credentials: false },
    });
    expectToBeAskedBack(await commandsTo(url, await documentedHeader(newInstitution('Gotham ODR'))));
    const metrics = await http.get(`${url}/metrics`);
    expect(metrics.status).toBe(200);

    const eventStore = await startTestEventStoreProcess(port);
    try {
      const tookMs = Math.max(...(await Promise.all([url, projectorUrl].map(msUntilReady))));
      process.stdout.write(`ready ${tookMs.toFixed(0)} ms after the event store came\n`);
      expect([api.hasEnded, projector.hasEnded]).toStrictEqual([false, false]);
    } finally {
      await eventStore.kill();
    }
  });
});

describe('a read store that is down', () => {
  it('is reported as such: commands are still accepted, and all is ready soon after its return', async () => {
    const authorization = await newAuthorization(cluster);
    await cluster.postgres.crash();
    const [api, projector] = [cluster.startApi(), cluster.startProjector()];
    const [url, projectorUrl] = await Promise.all([api.url(), projector.url()]);
    await until(async () => {
      const { credentials, proofs } = (await readiness(url)).checks;
      return credentials === true && proofs === true;
    });

    expect(await readiness(url)).toMatchObject({
      status: 503,
      checks: { eventStore: true, readStore: false, credentials: true },
    });
    const taken = await http.post(`${url}/update`, updateBody('READ-1', 'kept'), { authorization });
    expect(taken.status).toBe(200);

    await cluster.postgres.start();
    const tookMs = Math.max(...(await Promise.all([url, projectorUrl].map(msUntilReady))));
    process.stdout.write(`ready ${tookMs.toFixed(0)} ms after the read store came back\n`);
  });

  it('that goes down later answers reads with 503, and is used again when it is back', async () => {
    const auditor = await cluster.withCredentials(async (credentials) => {
      const grant = { family: 'ledger', tenant: null, holder: 'Auditor', scopes: ['dispute:read'] };
      return { authorization: `Bearer ${(await credentials.issueApiKey(grant)).apiKey}` };
    });
    cluster.startProjector();
    const api = cluster.startApi();
    const url = await api.ready();
    const list = (): Promise<HttpAnswer> => http.get(`${url}/ledger/disputes`, auditor);
    expect((await list()).status).toBe(200);

    await cluster.postgres.crash();
    const down = await list();
    expect([down.status, down.headers['retry-after']]).toStrictEqual([503, '1']);
    expect(down.headers['content-type']).toContain('application/problem+json');

    await cluster.postgres.start();
    await msUntilReady(url);
    expect((await list()).status).toBe(200);
    expect(api.stderr).toBe('');
  });
});

describe('an event store that hangs', () => {
  it('delays no answer for long, and loses no command that is sent again', async () => {
    const authorization = await newAuthorization(cluster);
    cluster.startProjector();
    const url = await cluster.startApi().ready();
    const command = (): Promise<HttpAnswer> =>
      http.post(`${url}/update`, updateBody('HANG-1', 'hello'), { authorization, 'idempotency-key': 'hang' });

    cluster.eventStore.suspend(true);
    // Resolves while the store still hangs.
    const hung = await command();
    cluster.eventStore.suspend(false);
    expect(hung.status).toBe(503);

    await until(async () => (await command()).status === 200);
    await msUntilReady(url);
  });
});
