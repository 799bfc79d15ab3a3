import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { after, type Answer, bodyOf, clientOf, type Read, readerOf } from '../clients.js';
import { reportAfter, updateWith } from '../seeds.js';

const gotham = newInstitution('Gotham ODR');
const metropolis = newInstitution('Metropolis ODR', 'tenant-b');

interface Disputes {
  readonly disputes: readonly { disputeId: string; tenant: string; updatedAt: string }[];
  readonly counts: Record<string, number>;
  readonly next: string | null;
  readonly position: string;
}

interface Timeline {
  readonly entries: readonly {
    revision: string;
    type: string;
    actor: { name: string };
    recordedAt: string;
  }[];
  readonly next: string | null;
}

let running: RunningLedger;
let read: Read;
let last: Answer;

const written = [
  ['smartodr', 'A-1'],
  ['smartodr', 'A-2'],
  ['tenant-b', 'B-1'],
  ['tenant-b', 'A-1'],
  ['smartodr', 'R-1'],
  ['smartodr', 'A-3'],
] as const;

beforeAll(async () => {
  running = await startLedger();
  await register(running, gotham);
  await register(running, metropolis);
  read = readerOf(running, await auditorKey(running));
  const clients = {
    smartodr: await clientOf(running, gotham),
    'tenant-b': await clientOf(running, metropolis),
  };
  for (const [tenant, disputeId] of written)
    last = await (disputeId === 'R-1'
      ? clients[tenant](
          '/update_arbitration_report',
          reportAfter((dispute) => (dispute.disputeId = disputeId)),
        )
      : clients[tenant]('/update', updateWith({ disputeId, update: `Hearing 100%_of ${disputeId}` })));
  // A second event later, so that A-1 is the one that was updated last.
  last = await clients.smartodr('/update', updateWith({ disputeId: 'A-1', userName: 'Clark Kent' }));
});

afterAll(() => running.dispose());

const list = async (query: string): Promise<Disputes> =>
  bodyOf<Disputes>(await read(`/ledger/disputes${query}`, after(last)));

const idsOf = ({ disputes }: Disputes): string[] =>
  disputes.map(({ tenant, disputeId }) => `${tenant}/${disputeId}`);

describe('the list of disputes', () => {
  it('has every dispute, newest first, with how many there are in each status', async () => {
    const answer = await list('');

    expect(idsOf(answer)).toStrictEqual(written.map(([tenant, id]) => `${tenant}/${id}`).reverse());
    expect(answer).toMatchObject({ counts: { open: 6 }, next: null });
    expect(BigInt(answer.position)).toBeGreaterThanOrEqual(BigInt(last.headers.get('ledger-position') ?? ''));
  });

  it.each([
    ['?tenant=tenant-b', ['tenant-b/A-1', 'tenant-b/B-1']],
    ['?tenant=nobody', []],
    ['?scheme=smart-odr&tenant=tenant-b', ['tenant-b/A-1', 'tenant-b/B-1']],
    ['?scheme=billtrust', []],
    ['?hasWarning=true', ['smartodr/R-1']],
    ['?hasWarning=false&tenant=smartodr', ['smartodr/A-3', 'smartodr/A-2', 'smartodr/A-1']],
    ['?q=a-2', ['smartodr/A-2']],
    ['?q=metropolis', ['tenant-b/A-1', 'tenant-b/B-1']],
    ['?q=CLARK', ['smartodr/A-1']],
    ['?q=100%25_of%20A-3', ['smartodr/A-3']],
    ['?q=1%25A', []],
    ['?q=A_2', []],
    ["?q='%20OR%20'1'='1", []],
    ['?status=open&q=A-2', ['smartodr/A-2']],
    ['?status=resolved', []],
    ['?status=resolved,open&q=A-2', ['smartodr/A-2']],
    ['?status=resolved&status=open&q=A-2', ['smartodr/A-2']],
    ['?updatedAfter=2000-01-01T00:00:00Z&q=A-2', ['smartodr/A-2']],
    ['?updatedAfter=2999-12-31T23:59:59%2B05:30', []],
  ])('may be asked for %s', async (query, ids) => {
    expect(idsOf(await list(query))).toStrictEqual(ids);
  });

  it('leaves out what was not updated after the instant', async () => {
    const { disputes } = await list('?tenant=smartodr&q=A-1');
    const updatedAt = disputes[0]?.updatedAt ?? '';

    expect(idsOf(await list(`?updatedAfter=${updatedAt}`))).toStrictEqual([]);
    expect(idsOf(await list(`?updatedAfter=${new Date(Date.parse(updatedAt) - 1).toISOString()}`))).toContain(
      'smartodr/A-1',
    );
  });

  it('counts every status, whichever one was asked for', async () => {
    expect(await list('?status=resolved&tenant=tenant-b')).toMatchObject({
      disputes: [],
      counts: { open: 2 },
    });
  });

  it.each([1, 2, 3, 5, 6, 200])('shows each dispute exactly once in pages of %i', async (limit) => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Disputes = await list(`?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.disputes.length).toBeLessThanOrEqual(limit);
      seen.push(...idsOf(page));
      cursor = page.next;
    }

    expect(seen).toStrictEqual(written.map(([tenant, id]) => `${tenant}/${id}`).reverse());
  });
});

describe('one dispute', () => {
  const path = '/ledger/disputes/smartodr/A-1';

  it('has the tag of its revision, which a write may name', async () => {
    const answer = await read(path, after(last));

    expect(answer.headers.get('etag')).toBe('"2"');
    expect(last.headers.get('etag')).toBe('"2"');
    expect(bodyOf(answer)).toMatchObject({ revision: '2', updateCount: 2, institution: 'Gotham ODR' });
  });

  it('is not sent again to a reader who has it', async () => {
    const answer = await read(path, { ...after(last), 'if-none-match': '"2"' });

    expect([answer.status, answer.text, answer.headers.get('etag')]).toStrictEqual([304, '', '"2"']);
  });

  it.each(['"1"', '"3"', 'W/"x"'])('is sent to a reader who has %s', async (tag) => {
    expect((await read(path, { ...after(last), 'if-none-match': tag })).status).toBe(200);
  });

  it('is not sent to a reader whose tag is none', async () => {
    const answer = await read(path, { ...after(last), 'if-none-match': '2' });

    expect([answer.status, bodyOf(answer)]).toMatchObject([
      400,
      { detail: 'If-None-Match must be * or a list of entity tags, as in "12", "13"' },
    ]);
  });
});

describe('the timeline of a dispute', () => {
  const path = '/ledger/disputes/smartodr/A-1/timeline';

  const timeline = async (query: string): Promise<Timeline> =>
    bodyOf<Timeline>(await read(path + query, after(last)));

  const revisionsOf = ({ entries }: Timeline): string[] => entries.map(({ revision }) => revision);

  it.each([
    ['', ['0', '1', '2']],
    ['?type=DisputeUpdateRecorded', ['1', '2']],
    ['?type=Nothing', []],
    ['?actor=Clark%20Kent', ['2']],
    ['?actor=Bruce%20Wayne&type=DisputeUpdateRecorded', ['1']],
    ['?from=2000-01-01T00:00:00Z', ['0', '1', '2']],
    ['?from=2999-01-01T00:00:00Z', []],
    ['?to=2000-01-01T00:00:00Z', []],
  ])('may be asked for %s', async (query, revisions) => {
    expect(revisionsOf(await timeline(query))).toStrictEqual(revisions);
  });

  it('includes both ends of a period', async () => {
    const { entries } = await timeline('?actor=Clark%20Kent');
    const at = entries[0]?.recordedAt ?? '';

    expect(revisionsOf(await timeline(`?from=${at}&to=${at}&actor=Clark%20Kent`))).toStrictEqual(['2']);
  });

  it('is read in pages', async () => {
    const first = await timeline('?limit=2');
    const second = await timeline(`?limit=2&cursor=${first.next ?? ''}`);

    expect([revisionsOf(first), revisionsOf(second), second.next]).toStrictEqual([['0', '1'], ['2'], null]);
  });
});

describe('the raw events of a dispute', () => {
  it('are read in pages', async () => {
    const path = '/ledger/disputes/smartodr/A-1/events';
    const pages: string[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const answer: Answer = await read(`${path}?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      const page = bodyOf<{ events: { revision: string }[]; next: string | null }>(answer);
      pages.push(page.events.map(({ revision }) => revision));
      cursor = page.next;
    }

    expect(pages).toStrictEqual([['0'], ['1'], ['2']]);
  });
});

describe('reading what was just written', () => {
  it('waits for the position of the write', async () => {
    const post = await clientOf(running, gotham);
    for (let update = 1; update <= 20; update += 1) {
      const answer = await post('/update', updateWith({ disputeId: 'OWN-WRITE' }));
      const seen = bodyOf(await read('/ledger/disputes/smartodr/OWN-WRITE', after(answer)));

      expect(seen).toMatchObject({ updateCount: update });
    }
  });
});
