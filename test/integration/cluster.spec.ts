import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Cluster, startCluster } from '../support/cluster.js';
import { updateBody } from '../support/commands.js';
import { type HttpAnswer, type HttpClient, httpClient } from '../support/http-client.js';
import { newAuthorization } from '../support/ledger-directory.js';
import type { LedgerProcess } from '../support/ledger-process.js';
import { auditOf, wholeLog } from '../support/log-audit.js';
import { readRows, rebuiltRows } from '../support/read-model-rows.js';
import { until } from '../support/until.js';
import { type MarkedCommand, Witness } from '../crash/witness.js';

const CLIENTS = 8;
const DISPUTES = 6;

let cluster: Cluster;
let http: HttpClient;
let apis: LedgerProcess[];
let urls: string[];
let projectors: LedgerProcess[];
let authorization: string;
let auditor: string;

beforeAll(async () => {
  http = httpClient();
  cluster = await startCluster();
  authorization = await newAuthorization(cluster);
  auditor = await cluster.withCredentials(async (credentials) => {
    const scopes = ['dispute:read', 'timeline:read'];
    const { apiKey } = await credentials.issueApiKey({ family: 'ledger', tenant: null, holder: 'A', scopes });
    return `Bearer ${apiKey}`;
  });
  projectors = [cluster.startProjector(), cluster.startProjector()];
  apis = [cluster.startApi(), cluster.startApi()];
  urls = await Promise.all(apis.map((api) => api.ready()));
});

afterAll(async () => {
  http.close();
  await cluster.dispose();
});

const update = (url: string, { disputeId, marker, idempotencyKey }: MarkedCommand): Promise<HttpAnswer> =>
  http.post(`${url}/update`, updateBody(disputeId, marker), {
    authorization,
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  });

const timeline = (url: string, disputeId: string, position?: string): Promise<HttpAnswer> =>
  http.get(`${url}/ledger/disputes/smartodr/${disputeId}/timeline`, {
    authorization: auditor,
    ...(position !== undefined && { 'ledger-min-position': position }),
  });

const roleOf = async (projector: LedgerProcess): Promise<string> => {
  const { text } = await http.get(`${await projector.url()}/health/ready`);
  return (JSON.parse(text) as { role: string }).role;
};

/** Resolves with the active projector, once there is one. @throws Error when two are active. */
const activeOf = async (some: readonly LedgerProcess[]): Promise<LedgerProcess> => {
  let active: readonly LedgerProcess[] = [];
  await until(async () => {
    const roles = await Promise.all(some.map(roleOf));
    active = some.filter((_, index) => roles[index] === 'active');
    return active.length > 0;
  });
  const [one, ...more] = active;
  if (one === undefined || more.length > 0) throw new Error(`${active.length} projectors write.`);
  return one;
};

const others = (some: readonly LedgerProcess[], one: LedgerProcess): LedgerProcess[] =>
  some.filter((other) => other !== one);

const lagOf = async (url: string): Promise<number | null> =>
  (JSON.parse((await http.get(`${url}/health/ready`)).text) as { readModelLag: number | null }).readModelLag;

describe('a cluster: two API processes and two projectors', () => {
  it('has one projector that writes and one that stands by, both ready', async () => {
    await Promise.all(projectors.map((projector) => projector.ready()));
    await activeOf(projectors);

    expect((await Promise.all(projectors.map(roleOf))).sort()).toStrictEqual(['active', 'standby']);
  });

  it('shows through one process what was written through the other', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [there = '', here = ''] = round % 2 === 0 ? urls : [...urls].reverse();
      const marker = `own write ${round}`;
      const written = await update(there, { disputeId: 'OWN-1', marker, idempotencyKey: undefined });
      const position = String(written.headers['ledger-position']);
      let read = await timeline(here, 'OWN-1', position);
      // The projector may be further behind than a read waits for.
      while (read.status === 503) read = await timeline(here, 'OWN-1', position);

      expect([written.status, read.status]).toStrictEqual([200, 200]);
      expect(read.text).toContain(marker);
    }
  });

  it('has one effect and one answer for an idempotency key that is sent to both processes', async () => {
    for (let round = 0; round < 10; round += 1) {
      const command = { disputeId: 'KEY-1', marker: `once ${round}`, idempotencyKey: `key ${round}` };
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, index) => update(urls[index % 2] ?? '', command)),
      );
      const done = answers.filter(({ status }) => status !== 409);

      expect(new Set(done.map(({ status }) => status))).toStrictEqual(new Set([200]));
      expect(new Set(done.map(({ text }) => text)).size).toBe(1);
      expect(new Set(done.map(({ headers }) => headers['ledger-position'])).size).toBe(1);
    }
    const { positionsOf } = auditOf(await cluster.withStore(wholeLog));
    for (let round = 0; round < 10; round += 1) expect(positionsOf.get(`once ${round}`)).toHaveLength(1);
  });

  it('loses and doubles nothing when one process of each kind is killed under load', async () => {
    const witness = new Witness();
    const life = { isOver: false };
    let sent = 0;
    const keepSending = async (first: number): Promise<void> => {
      for (let turn = first; !life.isOver; turn += 1) {
        const number = (sent += 1);
        const command = {
          marker: `load ${number}`,
          disputeId: `LOAD-${number % DISPUTES}`,
          idempotencyKey: `load ${number}`,
        };
        await sendUntilAnswered(witness, command, turn);
      }
    };
    const clients = Array.from({ length: CLIENTS }, (_, index) => keepSending(index));
    await until(() => witness.acknowledged > 50);

    const active = await activeOf(projectors);
    const killedAt = performance.now();
    await active.kill();
    projectors = others(projectors, active);
    await activeOf(projectors);
    const takeoverMs = performance.now() - killedAt;
    await apis[0]?.kill();
    const acknowledged = witness.acknowledged;
    await until(() => witness.acknowledged > acknowledged + 50);
    life.isOver = true;
    await Promise.all(clients);

    const [, url = ''] = urls;
    await until(async () => (await lagOf(url)) === 0);
    const audit = auditOf(await cluster.withStore(wholeLog));
    const { lost, duplicated, misplaced } = witness.judge(audit);
    process.stdout.write(
      `cluster: ${witness.acknowledged} acknowledged of ${witness.sent}, projector followed after ${takeoverMs.toFixed(0)} ms\n`,
    );
    expect({ lost, duplicated, misplaced, faults: audit.faults, surprises: witness.surprises }).toStrictEqual(
      {
        lost: [],
        duplicated: [],
        misplaced: [],
        faults: [],
        surprises: [],
      },
    );
    const [rows, rebuilt] = [
      await readRows(cluster.variables.READ_STORE_URL),
      await rebuiltRows(audit.events),
    ];
    expect({ disputes: rows.disputes, timeline: rows.timeline }).toStrictEqual({
      disputes: rebuilt.disputes,
      timeline: rebuilt.timeline,
    });
  });

  /** Sends the command to one process after the other, as a proxy does, until one answers with 200. */
  const sendUntilAnswered = async (
    witness: Witness,
    command: MarkedCommand,
    first: number,
  ): Promise<void> => {
    for (let turn = first; ; turn += 1) {
      witness.saysSent(command);
      const answer = await update(urls[turn % urls.length] ?? '', command).catch(() => undefined);
      if (answer !== undefined) witness.saysAnswered(command, answer);
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('replaces a projector that hangs, and lets it stand by when it resumes', async () => {
    const newcomer = cluster.startProjector();
    await newcomer.ready();
    projectors.push(newcomer);
    const hanging = await activeOf(projectors);
    hanging.suspend(true);
    await activeOf(others(projectors, hanging));
    hanging.suspend(false);
    await until(async () => (await roleOf(hanging)) === 'standby');

    expect(await activeOf(projectors)).not.toBe(hanging);
  });

  it('ends each process in time, with exit code 0, on SIGTERM', async () => {
    const [, api] = apis;
    const [projector] = projectors;

    expect(await api?.terminate()).toBe(0);
    expect(await projector?.terminate()).toBe(0);
    expect([api?.stderr, projector?.stderr]).toStrictEqual(['', '']);
  });
});
