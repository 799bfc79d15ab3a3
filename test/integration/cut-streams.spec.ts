import '../support/on-a-cluster.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bodyOf, clientOf, type Post, send } from '../acceptance/clients.js';
import { updateWith } from '../acceptance/seeds.js';
import { runLedger } from '../support/command-line.js';
import { type Deployment, newDeployment } from '../support/deployments.js';
import type { MemoryLog } from '../support/eventstoredb/memory-log.js';
import { newInstitution } from '../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { until } from '../support/until.js';

const gotham = newInstitution('Gotham ODR');

/** How an administrator of EventStoreDB takes events of a stream away. */
const cuts: readonly (readonly [string, string, (log: MemoryLog, stream: string) => unknown])[] = [
  ['deleted for good', 'TOMB', (log, stream) => log.tombstone(stream)],
  ['deleted', 'SOFT', (log, stream) => log.softDelete(stream)],
  ['truncated', 'TB', (log, stream) => log.writeMetadata(stream, { $tb: 1 })],
  ['limited to its last event', 'MAX', (log, stream) => log.writeMetadata(stream, { $maxCount: 1 })],
  ['emptied', 'EMPTY', (log, stream) => log.writeMetadata(stream, { $tb: 2 })],
];

let deployment: Deployment;
let running: RunningLedger;
let post: Post;
let key: string;

const streamOf = (id: string): string => `dispute-smartodr.${id}`;
const read = (path: string): Promise<Answer> =>
  send(running.url + path, { headers: { authorization: `Bearer ${key}` } });
const update = (disputeId: string): Promise<Answer> => post('/update', updateWith({ disputeId }));
const held = async (): Promise<number> =>
  bodyOf<{ heldBack?: { count: number } }>(await read('/health/ready')).heldBack?.count ?? 0;

beforeAll(async () => {
  deployment = await newDeployment();
  running = await startLedger({}, deployment);
  await register(running, gotham);
  key = await auditorKey(running);
  post = await clientOf(running, gotham);
  for (const id of [...cuts.map(([, cut]) => cut), 'LINK', 'BYSTANDER'])
    expect((await update(id)).status).toBe(200);
  for (const [, id, cut] of cuts) if (deployment.server) cut(deployment.server.log, streamOf(id));
  await deployment.writeForeign(streamOf('LINK'), { type: '$>', data: '0@gone', metadata: '' });
  // What is folded in memory ends with the process.
  running = await running.restart();
  post = await clientOf(running, gotham);
  await until(async () => (await held()) === cuts.length + 1);
});

afterAll(() => running.dispose());

describe('a stream that was cut', () => {
  it.each(cuts)('is closed, and named: %s', async (_, id) => {
    const answers = [await update(id), await read(`/ledger/disputes/smartodr/${id}`)];

    expect(answers.map(({ status }) => status)).toStrictEqual([409, 503]);
    expect(bodyOf(answers[0] as Answer)).toStrictEqual({
      success: false,
      message: expect.stringMatching(
        /^The dispute is held back: it was |^The dispute is held back: (it is|revision)/,
      ),
    });
  });

  it('stays closed when an operator says that it is known, and readiness recovers', async () => {
    const { variables } = deployment;
    for (const [, id] of cuts.slice(0, 2)) {
      const args = ['quarantine', 'accept', streamOf(id), 'cut', '--by', 'Olga', '--reason', 'the law'];
      expect(await runLedger(args, { ...variables })).toMatchObject({ code: 0 });
    }
    await until(async () => (await held()) === cuts.length - 1);

    expect((await update('TOMB')).text).toMatch(/409|it stays closed/);
    expect((await update('BYSTANDER')).status).toBe(200);
  });

  it('leaves a replay equal', async () => {
    const replay = await runLedger(['replay', '--json'], { ...deployment.variables });

    expect(JSON.parse(replay.stdout)).toMatchObject({ outcome: 'equal' });
  });
});

describe('a link in a stream of the ledger', () => {
  it('holds back its dispute until it is passed over by decision', async () => {
    expect((await update('LINK')).text).toMatch(/it is a link/);
    const args = ['quarantine', 'accept', streamOf('LINK'), '2', '--by', 'Olga', '--reason', 'a projection'];
    expect(await runLedger(args, { ...deployment.variables })).toMatchObject({ code: 0 });

    expect((await update('LINK')).status).toBe(200);
    await until(async () =>
      (await read('/ledger/disputes/smartodr/LINK/timeline')).text.includes('a projection'),
    );
    expect((await read('/ledger/disputes/smartodr/LINK/export')).status).toBe(200);
  });
});
