import { beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register } from '../../support/running-ledger.js';
import { after, type Answer, bodyOf, clientOf, expectNothingAdded, type Post, readerOf } from '../clients.js';
import { updateWith } from '../seeds.js';
import {
  type Developer,
  developerOf,
  type Dispute,
  disputeOf,
  expectRefusal,
  openingExample,
  type State,
  steps,
} from './clients.js';
import { enfinitosLedger } from './ledger.js';

interface List {
  readonly disputes: readonly Dispute[];
  readonly counts: Readonly<Record<string, number>>;
  readonly nextCursor: string | null;
}

const states: readonly State[] = ['OPENED', ...(Object.keys(steps) as (keyof typeof steps)[])];

const institution = newInstitution('Gotham ODR', 'acme');

const ledger = enfinitosLedger();
let stranger: Developer;
let update: Post;
let newest: Record<string, string>;
const disputes = {} as Record<State, Dispute>;

beforeAll(async () => {
  await register(ledger.running, institution);
  update = await clientOf(ledger.running, institution);
  stranger = await developerOf(ledger.running, 'globex');
  await stranger.reach('OPENED');
  for (const state of states) disputes[state] = await ledger.developer.reach(state);
  newest = after(await update('/update', updateWith({ disputeId: 'ODR-1' })));
});

const list = async (query: string): Promise<List> => {
  const answer = await ledger.developer.get(query, newest);
  expect(answer.status).toBe(200);
  return bodyOf<{ data: List }>(answer).data;
};

describe('the list of disputes', () => {
  it("has the organisation's own disputes in full, newest first, and how many are in each state", async () => {
    const answer = await ledger.developer.get('', newest);

    expect(bodyOf(answer)).toStrictEqual({
      ok: true,
      data: {
        disputes: states.map((state) => disputes[state]).reverse(),
        counts: Object.fromEntries(states.map((state) => [state, 1])),
        nextCursor: null,
      },
      contractVersion: 'v1.0',
    });
  });

  it.each(states)('has those in one state, and counts every state: %s', async (state) => {
    expect(await list(`?state=${state}`)).toStrictEqual({
      disputes: [disputes[state]],
      counts: Object.fromEntries(states.map((name) => [name, 1])),
      nextCursor: null,
    });
  });

  it.each(['?state=OPENED,RESOLVED', '?state=OPENED&state=RESOLVED', '?state=RESOLVED,RESOLVED,OPENED'])(
    'has those in several states: %s',
    async (query) => {
      expect((await list(query)).disputes).toStrictEqual([disputes.RESOLVED, disputes.OPENED]);
    },
  );

  it('is empty for an organisation that has none', async () => {
    const nobody = await developerOf(ledger.running, 'initech');

    expect(bodyOf(await nobody.get('', newest))).toMatchObject({
      data: { disputes: [], counts: Object.fromEntries(states.map((state) => [state, 0])), nextCursor: null },
    });
  });

  it.each([1, 2, 3, 7, 8, 200])('gives each dispute exactly once in pages of %i', async (limit) => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list(`?limit=${limit}${cursor && `&cursor=${cursor}`}`);
      expect(page.disputes.length).toBeLessThanOrEqual(limit);
      seen.push(...page.disputes.map(({ id }) => id));
      cursor = page.nextCursor;
    }

    expect(seen).toStrictEqual(states.map((state) => disputes[state].id).reverse());
  });

  it('shows a dispute right after its opening to a reader who asks for that position', async () => {
    const customer = await developerOf(ledger.running, 'fresh');
    for (let round = 1; round <= 10; round += 1) {
      const opened = await customer.post('', openingExample);
      const read = await customer.get('', after(opened));

      expect(bodyOf<{ data: List }>(read).data.disputes[0]).toStrictEqual(disputeOf(opened));
      expect(bodyOf<{ data: List }>(read).data.counts).toMatchObject({ OPENED: round });
    }
  });

  it.each(['', '-1', 'x', '12345678901234567890'])('is refused at the position "%s"', async (position) => {
    expectRefusal(await ledger.developer.get('', { 'ledger-min-position': position }), 400, {
      code: 'VALIDATION_ERROR',
      details: [{ path: 'Ledger-Min-Position', message: expect.any(String) }],
    });
  });

  it('is refused at a position that the log has not reached', async () => {
    expectRefusal(await ledger.developer.get('', { 'ledger-min-position': '999999999' }), 400, {
      code: 'VALIDATION_ERROR',
      details: [
        {
          path: 'Ledger-Min-Position',
          message: expect.stringMatching(/^Ledger-Min-Position must be at most \d+, where the log ends$/),
        },
      ],
    });
  });
});

describe('one dispute', () => {
  it.each([
    ['a colon', (id: string) => id],
    ['%3A', (id: string) => id.replace(':', '%3A')],
    ['%3a', (id: string) => id.replace(':', '%3a')],
  ])('is read and changed by an id with %s', async (_, idIn) => {
    const { id } = await ledger.developer.reach('OPENED');
    const taken = await ledger.developer.post(`/${idIn(id)}/escalate`);
    const read = await ledger.developer.get(`/${idIn(id)}`);

    expect([taken.status, read.status, read.text]).toStrictEqual([200, 200, taken.text]);
    expect([read.headers.get('etag'), read.headers.get('ledger-position')]).toStrictEqual([
      '"1"',
      taken.headers.get('ledger-position'),
    ]);
  });

  it.each(states)('is read as its last step left it: %s', async (state) => {
    expect(disputeOf(await ledger.developer.get(`/${disputes[state].id}`))).toStrictEqual(disputes[state]);
  });
});

const everyRoute: readonly (readonly [string, (id: string) => Promise<Answer>])[] = [
  ['reading', (id) => stranger.get(`/${id}`)],
  ...Object.entries(steps).map(
    ([state, [route, body]]) =>
      [`making it ${state}`, (id: string) => stranger.post(`/${id}/${route}`, body)] as const,
  ),
  ['a write with a key', (id) => stranger.post(`/${id}/escalate`, {}, { 'idempotency-key': id })],
  ['a write with If-Match', (id) => stranger.post(`/${id}/escalate`, {}, { 'if-match': '"0"' })],
];

/** Returns everything that the answer reveals, without what differs for each request, such as its id. */
const told = ({ status, headers, text }: Answer) => ({
  status,
  text: text.replace(/ dispute [\w:-]+/, ' dispute …'),
  headers: [...headers].filter(([name]) => !['x-correlation-id', 'date', 'content-length'].includes(name)),
});

describe('a dispute of another organisation', () => {
  it.each(everyRoute)('is to %s as if it did not exist', async (_, ask) => {
    await expectNothingAdded(ledger.running, async () => {
      const nowhere = told(await ask('dispute:00000000-0000-4000-8000-000000000000'));

      for (const state of states) expect(told(await ask(disputes[state].id))).toStrictEqual(nowhere);
    });
  });

  it('is not found', async () => {
    expectRefusal(await stranger.get(`/${disputes.OPENED.id}`), 404, { code: 'DISPUTE_NOT_FOUND' });
  });
});

describe("a dispute of another vendor's in the same organisation", () => {
  it('is to every route as if it did not exist', async () => {
    await expectNothingAdded(ledger.running, async () => {
      const nowhere = told(await ledger.developer.get('/NOWHERE'));

      expect(told(await ledger.developer.get('/ODR-1'))).toStrictEqual(nowhere);
      for (const [route, body] of Object.values(steps))
        expect(told(await ledger.developer.post(`/ODR-1/${route}`, body))).toStrictEqual(nowhere);
    });
  });

  it("cannot be written to by the other vendor's institution", async () => {
    await expectNothingAdded(ledger.running, async () => {
      const answer = await update('/update', updateWith({ disputeId: disputes.OPENED.id }));

      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    });
  });
});

describe("the ledger's own API", () => {
  it("has both vendors' disputes with one word for how each stands", async () => {
    const read = readerOf(ledger.running, await auditorKey(ledger.running));
    const answer = await read('/ledger/disputes?tenant=acme', newest);
    const found = bodyOf<{ disputes: { disputeId: string; scheme: string; status: string }[] }>(answer);
    const statusOf = new Map(
      found.disputes.map(({ disputeId, scheme, status }) => [disputeId, [scheme, status]]),
    );

    expect(statusOf.get('ODR-1')).toStrictEqual(['smart-odr', 'open']);
    expect(states.map((state) => statusOf.get(disputes[state].id))).toStrictEqual([
      ['enfinitos', 'open'],
      ['enfinitos', 'in-progress'],
      ['enfinitos', 'in-progress'],
      ['enfinitos', 'awaiting-party'],
      ['enfinitos', 'in-progress'],
      ['enfinitos', 'escalated'],
      ['enfinitos', 'resolved'],
      ['enfinitos', 'withdrawn'],
    ]);
  });

  it('has the timeline of a dispute, with the named actor and the proven credential', async () => {
    const read = readerOf(ledger.running, await auditorKey(ledger.running));
    const { id } = disputes.RESOLVED;
    const answer = await read(`/ledger/disputes/acme/${id}/timeline`, newest);
    const { entries } = bodyOf<{ entries: readonly Record<string, unknown>[] }>(answer);

    expect(entries.map(({ type, actor }) => [type, actor])).toStrictEqual([
      ['DeliveryDisputeOpened', { name: 'acme-buying-desk', role: 'advertiser' }],
      ['InvestigationStarted', { name: 'developer-1' }],
      ['EvidenceGathered', { name: 'developer-1' }],
      ['OperatorResponded', { name: 'developer-1' }],
      ['AdvertiserResponded', { name: 'developer-1' }],
      ['DeliveryDisputeResolved', { name: 'developer-1' }],
    ]);
    expect(entries.map(({ authority }) => authority)).toStrictEqual(
      entries.map(() => ({
        credentialId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        holder: 'developer-1',
        authProfile: 'api-key',
      })),
    );
  });
});
