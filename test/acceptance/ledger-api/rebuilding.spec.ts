import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Deployment, newDeployment } from '../../support/deployments.js';
import { type HeldProjections, heldProjections } from '../../support/held-projections.js';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import {
  expectRefusal as expectBilltrustRefusal,
  type User,
  userOf,
  userWith,
} from '../billtrust/clients.js';
import { after, type Answer, bodyOf, clientOf, type Post, send } from '../clients.js';
import {
  type Developer,
  developerOf,
  developerWith,
  expectRefusal,
  openingExample,
} from '../enfinitos/clients.js';
import { updateWith } from '../seeds.js';

const institution = newInstitution('Gotham ODR');

let deployment: Deployment;
let running: RunningLedger;
let held: HeldProjections;
let key: string;
let post: Post;
let developer: Developer;
let user: User;
/** The paths of single disputes in the ledger's own API. */
let disputes: { readonly odr: string; readonly delivery: string; readonly invoice: string };
/** What every read of one dispute answered while the rows were complete, by its path. */
let complete: ReadonlyMap<string, Answer>;

/** Asks once: a 503 is an answer here. */
const read = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  send(running.url + path, { headers: { authorization: `Bearer ${key}`, ...headers } });

const asDeveloper = (path: string): Promise<Answer> =>
  send(`${running.url}/v1/disputes${path}`, { headers: { authorization: `Bearer ${developer.apiKey}` } });

const clientsOf = async (ledger: RunningLedger): Promise<void> => {
  running = ledger;
  post = await clientOf(running, institution);
  developer = developerWith(running, developer.apiKey);
  user = userWith(running, user);
};

const idIn = (answer: Answer): string =>
  bodyOf<{ data: { dispute: { id: string } } }>(answer).data.dispute.id;

/** Every read of one dispute in the ledger's own API. */
const readsOf = (dispute: string): readonly string[] => [
  dispute,
  `${dispute}?explain=true`,
  `${dispute}?revision=0`,
  `${dispute}/diff?from=0`,
  `${dispute}/timeline`,
  `${dispute}/timeline?limit=1`,
  `${dispute}/timeline?limit=1&cursor=${Buffer.from('0').toString('base64url')}`,
  `${dispute}/timeline?type=DeliveryDisputeOpened`,
  `${dispute}/timeline?effectiveOn=2099-01-01`,
  `${dispute}/timeline?revision=1`,
  `${dispute}/events`,
];

/** Returns the body without the position, which is that of the rows or of the last event. */
const withoutPosition = ({ text }: Answer): unknown => {
  const body = JSON.parse(text) as Record<string, unknown>;
  return 'entries' in body ? { ...body, position: '' } : text;
};

const readAll = async (): Promise<Map<string, Answer>> => {
  const answers = new Map<string, Answer>();
  for (const dispute of Object.values(disputes))
    for (const path of readsOf(dispute)) answers.set(path, await read(path));
  return answers;
};

const readiness = async (): Promise<{ status: string; rebuilding?: { position: string; of: string } }> =>
  bodyOf(await send(`${running.url}/health/ready`, {}));

beforeAll(async () => {
  deployment = await newDeployment();
  running = await startLedger({}, deployment);
  await register(running, institution);
  [key, developer, user] = await Promise.all([auditorKey(running), developerOf(running), userOf(running)]);
  post = await clientOf(running, institution);
  for (const update of ['first', 'second of ABCDE1234F'])
    expect((await post('/update', updateWith({ disputeId: 'ODR-1', update }))).status).toBe(200);
  const { id } = await developer.reach('OPERATOR_RESPONDED');
  const category = await user.category('C1');
  const { reasonId } = await user.reason('R1', { categoryId: category.categoryId });
  const { disputeId } = await user.dispute({ reasonId });
  expect((await user.call('POST', `/disputes/${disputeId}/cancel`)).status).toBe(200);
  disputes = {
    odr: '/ledger/disputes/smartodr/ODR-1',
    delivery: `/ledger/disputes/acme/${id}`,
    invoice: `/ledger/disputes/acme/${disputeId}`,
  };
  await until(
    async () => bodyOf<{ disputes: object[] }>(await read('/ledger/disputes')).disputes.length === 3,
  );
  complete = await readAll();
  await running.stop();
  await deployment.removeRows();
  held = heldProjections();
  await clientsOf(await startLedger({}, deployment, { work: held.work }));
});

afterAll(() => running.dispose());

describe('while the rows of a ledger are built from the log', () => {
  it('each dispute is read as it is when they are there: its state, history, provenance and events', async () => {
    const building = await readAll();

    for (const [path, answer] of building) {
      expect([path, answer.status]).toStrictEqual([path, 200]);
      const then = complete.get(path);
      expect(withoutPosition(answer)).toStrictEqual(then && withoutPosition(then));
      expect([path, answer.headers.get('etag')]).toStrictEqual([path, then?.headers.get('etag')]);
    }
    expect(building.size).toBe(33);
  });

  it('a dispute is 304 for whoever has it, and speaks for the position that it shows', async () => {
    for (const path of Object.values(disputes)) {
      const { headers, text } = await read(path);
      const known = await read(path, { 'if-none-match': headers.get('etag') ?? '' });

      expect([known.status, known.text]).toStrictEqual([304, '']);
      expect(headers.get('ledger-position')).toBe((JSON.parse(text) as { position: string }).position);
    }
  });

  it('a timeline is whole as a file, and another tenant sees nothing', async () => {
    for (const [path, accept] of [disputes.odr, disputes.delivery, disputes.invoice].flatMap((dispute) =>
      ['text/csv', 'application/x-ndjson'].map((type) => [`${dispute}/timeline`, type] as const),
    )) {
      const file = await read(path, { accept });
      const { entries } = bodyOf<{ entries: object[] }>(await read(path));
      expect(file.status).toBe(200);
      expect(file.text.trim().split('\n')).toHaveLength(entries.length + (accept === 'text/csv' ? 1 : 0));
    }
    const other = await auditorKey(running, ['dispute:read', 'timeline:read'], 'other');
    for (const path of readsOf(disputes.delivery))
      expect((await read(path, { authorization: `Bearer ${other}` })).status).toBe(404);
    expect((await read('/ledger/disputes/acme/unknown')).status).toBe(404);
  });

  it('the evidence of a dispute can be taken away', async () => {
    expect((await read(`${disputes.odr}/export`)).status).toBe(200);
  });

  it('a list of the ledger says how far they are, in each of its forms as pages', async () => {
    for (const path of [
      '/ledger/disputes',
      '/ledger/disputes?tenant=acme&limit=1',
      '/ledger/disputes?asOf=2026-01-01',
      `/ledger/disputes?position=${await running.ledger.store.headPosition()}`,
      '/ledger/activity',
      '/ledger/resolutions',
      '/ledger/resolutions?asOf=2026-01-01',
    ]) {
      const answer = await read(path);
      expect([path, answer.status, bodyOf<object>(answer)]).toMatchObject([
        path,
        200,
        { rebuilding: { position: '0', of: expect.stringMatching(/^[1-9]\d*$/) } },
      ]);
      expect([answer.headers.get('etag'), answer.headers.get('cache-control')]).toStrictEqual([
        null,
        expect.not.stringContaining('immutable'),
      ]);
    }
  });

  it('a list that cannot say so is refused: files, and the lists of vendors in their own words', async () => {
    for (const path of [
      '/ledger/disputes',
      '/ledger/activity',
      '/ledger/resolutions',
      '/ledger/disputes?asOf=2026-01-01',
    ])
      for (const accept of ['text/csv', 'application/x-ndjson']) {
        const file = await read(path, { accept });
        expect([file.status, file.headers.get('retry-after')]).toStrictEqual([503, '1']);
        expect(bodyOf(file)).toMatchObject({ type: 'urn:dispute-ledger:problem:unavailable' });
      }
    for (const query of ['', '?limit=1', '?state=OPENED']) {
      const answer = await asDeveloper(query);
      expect(answer.headers.get('retry-after')).toBe('1');
      expectRefusal(answer, 503, {
        code: expect.any(String),
        message: expect.stringContaining('being built'),
      });
      const theirs = await user.call('GET', `/disputes${query.replace('state=OPENED', 'Status=0')}`);
      expect(theirs.headers.get('retry-after')).toBe('1');
      expectBilltrustRefusal(theirs, 503, expect.stringContaining('being built'));
    }
  });

  it('readiness is 200 and says so, and so do the metrics', async () => {
    const answer = await send(`${running.url}/health/ready`, {});

    expect([answer.status, bodyOf(answer)]).toMatchObject([
      200,
      { status: 'rebuilding', rebuilding: { position: '0', of: expect.stringMatching(/^[1-9]\d*$/) } },
    ]);
    expect((await send(`${running.url}/metrics`, {})).text).toContain('\nledger_read_models_rebuilding 1\n');
  });

  it('a command has its effect, which the next reads show', async () => {
    const written = await post('/update', updateWith({ disputeId: 'ODR-1', update: 'third' }));
    expect(written.status).toBe(200);
    const odr = await read(disputes.odr);
    expect(bodyOf(odr)).toMatchObject({ lastUpdate: { text: 'third' }, revision: '3' });
    expect(odr.headers.get('ledger-position')).toBe(written.headers.get('ledger-position'));
    const { entries } = bodyOf<{ entries: { type: string }[] }>(await read(`${disputes.odr}/timeline`));
    expect(entries.filter(({ type }) => type !== 'DisputeExported')).toHaveLength(4);
    const asked = await read(disputes.odr, after(written));
    expect([asked.status, asked.headers.get('ledger-position')]).toStrictEqual([
      200,
      written.headers.get('ledger-position'),
    ]);

    const id = idIn(await developer.post('', openingExample));
    expect((await read(`/ledger/disputes/acme/${id}`)).status).toBe(200);
    expect((await asDeveloper(`/${id}`)).status).toBe(200);
    const { disputeId } = await user.dispute();
    expect((await read(`/ledger/disputes/acme/${disputeId}/timeline`)).status).toBe(200);
  });

  it('lists are as ever once the rows have what the log had at the start', async () => {
    held.letGo();
    await until(async () => (await readiness()).status === 'ready');

    expect(await readiness()).not.toHaveProperty('rebuilding');
    const list = bodyOf<{ disputes: object[] }>(await read('/ledger/disputes'));
    expect(list).not.toHaveProperty('rebuilding');
    expect(list.disputes.length).toBeGreaterThanOrEqual(3);
    expect((await send(`${running.url}/metrics`, {})).text).toContain('\nledger_read_models_rebuilding 0\n');
    expect((await asDeveloper('')).status).toBe(200);
  });
});
