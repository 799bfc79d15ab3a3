import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runLedger } from '../../support/command-line.js';
import { type Deployment, newDeployment } from '../../support/deployments.js';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { until } from '../../support/until.js';
import { type Answer, bodyOf, clientOf, type Post, send } from '../clients.js';
import { updateWith } from '../seeds.js';

const gotham = newInstitution('Gotham ODR');
const METADATA = {
  $correlationId: 'c',
  $causationId: 'c',
  commandId: 'c',
  tenant: 'smartodr',
  actor: { name: 'Tool' },
  credentialId: 'tool',
  holder: 'Tool',
  authProfile: 'none',
  recordedAt: '2026-11-29T12:00:00.000Z',
};
const UPDATE = {
  update: 'Hearing',
  userName: 'Tool',
  role: null,
  roleAsGiven: null,
  description: null,
  received: '{}',
  proceeding: { name: 'Arbitration', level: '1' },
};
const KNOWN = 'DisputeUpdateRecorded.v1';

interface Kind {
  readonly type?: string;
  readonly data?: string | Uint8Array;
  readonly metadata?: string;
  readonly reason: RegExp;
}

const without = (field: keyof typeof METADATA): string => JSON.stringify({ ...METADATA, [field]: undefined });

const kinds: Readonly<Record<string, Kind>> = {
  'no metadata': { metadata: '{}', reason: /no text \$correlationId/ },
  'no time': { metadata: without('recordedAt'), reason: /recordedAt/ },
  'a time that does not exist': {
    metadata: JSON.stringify({ ...METADATA, recordedAt: '2026-02-30T00:00:00.000Z' }),
    reason: /recordedAt/,
  },
  'no actor': { metadata: without('actor'), reason: /actor/ },
  'no tenant': { metadata: without('tenant'), reason: /tenant/ },
  'metadata in a list': { metadata: '[1]', reason: /metadata is no JSON object/ },
  'metadata that is no JSON': { metadata: 'x', reason: /metadata is no JSON/ },
  'a hash of another tool': {
    type: 'Foreign',
    metadata: JSON.stringify({ ...METADATA, hash: 'md5:1' }),
    reason: /no event of this name/,
  },
  'no JSON': { data: 'hello', reason: /data is no JSON/ },
  'a list': { data: '[1]', reason: /data is no JSON object/ },
  'a number too large': { type: 'Foreign', data: '{"x":1E400}', reason: /no event of this name/ },
  'an unknown type': { type: 'Invented.v1', reason: /no event of this name/ },
  'a type with a line feed': { type: 'a\nb', reason: /no event of this name/ },
  'a future version': { type: 'DisputeUpdateRecorded.v9', reason: /start the newer version/ },
  'a missing field': { data: '{}', reason: /has no field/ },
  octets: { data: Buffer.from([0xff, 0xfe]), reason: /data is no JSON/ },
};

/** One of each cause: every decision is a process of its own. */
const decided = ['no metadata', 'no JSON', 'a number too large', 'a future version', 'octets'];

let deployment: Deployment;
let running: RunningLedger;
let post: Post;
let key: string;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

const idOf = (kind: string): string => `Q-${Object.keys(kinds).indexOf(kind)}`;
const streamOf = (kind: string): string => `dispute-smartodr.${idOf(kind)}`;
const read = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(running.url + path, { headers: { authorization: `Bearer ${key}`, ...headers } });
const update = (disputeId: string, text: string): Promise<Answer> =>
  post('/update', updateWith({ disputeId, update: text }));
const cli = (...args: string[]) => runLedger(args, { ...deployment.variables });
const ready = async () =>
  bodyOf<{ status: string; heldBack?: { count: number; first: object[] } }>(await read('/health/ready'));
const caughtUp = (): Promise<void> =>
  until(async () => {
    const head = await running.ledger.store.lastPosition({
      after: 0n,
      streamPrefixes: running.ledger.readStore.streamPrefixes,
    });
    return (await running.ledger.readStore.position()) >= head;
  });
const start = async (): Promise<void> => {
  post = await clientOf(running, gotham);
};

beforeAll(async () => {
  deployment = await newDeployment();
  directory = await temporaryDirectory();
  running = await startLedger({}, deployment);
  await register(running, gotham);
  key = await auditorKey(running);
  await start();
  await update('BYSTANDER', 'One');
  for (const kind of Object.keys(kinds)) expect((await update(idOf(kind), 'One')).status).toBe(200);
  for (const [kind, record] of Object.entries(kinds))
    await deployment.writeForeign(streamOf(kind), {
      type: record.type ?? KNOWN,
      data: record.data ?? JSON.stringify(UPDATE),
      metadata: record.metadata ?? JSON.stringify(METADATA),
    });
  await update('BYSTANDER', 'Two');
  await caughtUp();
});

afterAll(async () => {
  await running.dispose();
  await directory.remove();
});

describe('an event that the ledger cannot read', () => {
  it.each(Object.entries(kinds))('holds back its dispute at every door: %s', async (kind, { reason }) => {
    const path = `/ledger/disputes/smartodr/${idOf(kind)}`;
    const command = await update(idOf(kind), 'Two');
    const asked = await Promise.all(
      ['', '/timeline', '?explain=true', '/export'].map((door) => read(path + door)),
    );
    const events = bodyOf<{ events: { heldBack?: { reason: string } }[] }>(await read(`${path}/events`));

    expect([command.status, bodyOf(command)]).toStrictEqual([
      409,
      { success: false, message: expect.stringMatching(/^The dispute is held back at revision 2: /) },
    ]);
    expect(command.text).toMatch(reason);
    expect(asked.map(({ status }) => status)).toStrictEqual([503, 503, 503, 503]);
    for (const { text } of asked) expect(text).toMatch(reason);
    expect(events.events.map(({ heldBack }) => heldBack?.reason ?? null)).toStrictEqual([
      null,
      null,
      expect.stringMatching(reason),
    ]);
    expect((await read(`${path}?revision=1`)).status).toBe(200);
  });

  it('is named in lists, the feed, readiness, metrics and verify, and stops nothing else', async () => {
    const list = bodyOf<{ disputes: { disputeId: string; heldBack?: object; updateCount: number }[] }>(
      await read('/ledger/disputes?limit=50'),
    ).disputes;
    const feed = await read('/ledger/events?limit=200');
    const health = await ready();
    // Signs a checkpoint over what is there.
    expect((await read('/ledger/disputes/smartodr/BYSTANDER/export')).status).toBe(200);
    const verified = await cli('verify', '--json', ...trust());

    expect(list.filter(({ heldBack }) => heldBack !== undefined)).toHaveLength(Object.keys(kinds).length);
    expect(list.find(({ disputeId }) => disputeId === 'BYSTANDER')).toMatchObject({ updateCount: 2 });
    expect([feed.status, feed.text.match(/"heldBack"/g)?.length]).toStrictEqual([
      200,
      Object.keys(kinds).length,
    ]);
    for (const type of ['text/csv', 'application/x-ndjson', 'application/cloudevents-batch+json'])
      expect((await read('/ledger/events', { accept: type })).status).toBe(200);
    expect([health.status, health.heldBack?.count]).toStrictEqual(['ready', Object.keys(kinds).length]);
    expect((await read('/metrics')).text).toContain(`ledger_held_streams ${Object.keys(kinds).length}`);
    const { verdict, heldBack } = JSON.parse(verified.stdout) as { verdict: string; heldBack: object[] };
    expect([verified.code, verdict, heldBack.length]).toStrictEqual([
      1,
      'verified',
      Object.keys(kinds).length,
    ]);
  });

  it('leaves a replay equal, and is reported by it', async () => {
    const replay = await cli('replay', '--json');
    const { outcome, heldBack } = JSON.parse(replay.stdout) as { outcome: string; heldBack: object[] };

    expect([replay.code, outcome, heldBack.length]).toStrictEqual([0, 'equal', Object.keys(kinds).length]);
  });

  it('is passed over by decision, and the dispute says so', async () => {
    for (const kind of decided) {
      const accepted = await cli(
        'quarantine',
        'accept',
        streamOf(kind),
        '2',
        '--by',
        'Olga',
        '--reason',
        'a test',
      );
      expect([kind, accepted.code, accepted.stderr]).toStrictEqual([kind, 0, '']);
    }
    await until(async () => (await ready()).heldBack?.count === Object.keys(kinds).length - decided.length);
    for (const kind of decided)
      expect([kind, (await update(idOf(kind), 'After')).status]).toStrictEqual([kind, 200]);
    expect((await update(idOf('no actor'), 'After')).status).toBe(409);
    await caughtUp();
    const path = `/ledger/disputes/smartodr/${idOf('no JSON')}`;
    const view = bodyOf<{ updateCount: number; passedOver: object[] }>(await read(path));

    expect(view).toMatchObject({
      updateCount: 2,
      passedOver: [{ revision: '2', by: 'Olga', reason: 'a test' }],
    });
    expect((await read(`${path}/timeline`)).text).toMatch(/passed over by decision of Olga: a test/);
    expect(JSON.parse((await cli('replay', '--json')).stdout)).toMatchObject({ outcome: 'equal' });
    const verified = await cli('verify', ...trust());
    expect([verified.code, verified.stdout]).toStrictEqual([
      1,
      expect.stringMatching(/accepted by Olga: a test/),
    ]);
    const bundle = join(directory.path, 'bundle.tar');
    const exported = await fetch(`${running.url}${path}/export`, {
      headers: { authorization: `Bearer ${key}` },
    });
    await writeFile(bundle, new Uint8Array(await exported.arrayBuffer()));
    expect(await cli('verify', '--bundle', bundle, ...trust())).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/revision 2 was passed over by decision of Olga/),
    });
  });

  it('stays passed over after a restart', async () => {
    running = await running.restart();
    await start();

    expect((await update(idOf('octets'), 'Again')).status).toBe(200);
    expect((await ready()).heldBack?.count).toBe(Object.keys(kinds).length - decided.length);
  });
});

const trust = (): string[] =>
  deployment.variables['EVENT_STORE_URL'] === undefined
    ? []
    : ['--trust', `${deployment.variables['LEDGER_DATA_DIR'] ?? ''}/verifying-keys`];
