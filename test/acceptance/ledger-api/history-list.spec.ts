import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bodyOf, type Read } from '../clients.js';
import { type Dispute, type PastLedger, startPastLedger, T } from './past-ledger.js';

let past: PastLedger;
let read: Read;

beforeAll(async () => {
  past = await startPastLedger();
  ({ read } = past);
});

afterAll(() => past.running.dispose());

interface List {
  readonly disputes: readonly (Dispute & { disputeId: string })[];
  readonly counts: Record<string, number>;
  readonly next: string | null;
  readonly position: string;
}

const list = async (query: string): Promise<List> => bodyOf<List>(await read(`/ledger/disputes${query}`));

const idsOf = ({ disputes }: List): string[] => disputes.map(({ disputeId }) => disputeId);

describe('the list as it stood', () => {
  it.each([
    [`?asOf=${T}.001Z`, ['A'], 1],
    [`?asOf=${T}.002Z`, ['C', 'A'], 2],
    [`?asOf=${T}.004Z`, ['C', 'A'], 2],
    [`?asOf=${T}.005Z`, ['B', 'C', 'A'], 3],
    [`?asOf=${T}.005Z&q=again`, ['A'], 1],
    [`?asOf=${T}.004Z&q=again`, [], undefined],
    [`?asOf=${T}.009Z&q=third`, [], undefined],
    [`?asOf=${T}.005Z&status=open`, ['B', 'C', 'A'], 3],
    [`?asOf=${T}.005Z&status=resolved`, [], 3],
    [`?asOf=${T}.005Z&hasWarning=true`, [], undefined],
    [`?asOf=${T}.005Z&scheme=smart-odr&hasWarning=false`, ['B', 'C', 'A'], 3],
    [`?asOf=${T}.009Z&updatedAfter=${T}.002Z`, ['B', 'A'], 2],
    ['?asOf=2025-01-01T00:00:00Z', [], undefined],
    [`?asOf=${T}.005Z&tenant=nobody`, [], undefined],
  ])('has what had been recorded, and counts it: %s', async (query, ids, open) => {
    const answer = await list(query);

    expect([idsOf(answer), answer.counts['open'], answer.next]).toStrictEqual([ids, open, null]);
  });

  it('shows each dispute as it stood then, not as it stands now', async () => {
    const { disputes } = await list(`?asOf=${T}.004Z`);

    expect(disputes.map(({ revision, lastUpdate }) => [revision, lastUpdate?.text])).toStrictEqual([
      ['0', undefined],
      ['1', 'first'],
    ]);
  });

  it('stands at a position in the order of the log, whatever the clocks said', async () => {
    const position = await past.positionOf(2);
    const answer = await list(`?position=${position}`);

    expect([idsOf(answer), answer.counts, answer.position]).toStrictEqual([
      ['B', 'A'],
      { open: 2 },
      String(position),
    ]);
    expect(idsOf(await list(`?position=${await past.positionOf(3)}`))).toStrictEqual(['C', 'B', 'A']);
  });

  it('names the position of the last event that counts', async () => {
    expect((await list(`?asOf=${T}.001Z`)).position).toBe(String(await past.positionOf(1)));
    expect((await list(`?asOf=${T}.004Z`)).position).toBe(String(await past.positionOf(3)));
  });

  it.each([[`asOf=${T}.005Z`], ['position=HEAD']])('can be read page by page: %s', async (moment) => {
    const query = moment.replace('HEAD', String(await past.running.ledger.store.headPosition()));
    const ids: string[] = [];
    let cursor = '';
    do {
      const page = await list(`?${query}&limit=1${cursor}`);
      ids.push(...idsOf(page));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');

    expect(ids).toStrictEqual(moment.startsWith('asOf') ? ['B', 'C', 'A'] : ['C', 'B', 'A']);
  });

  it('may be cached once the moment is over', async () => {
    const past = await read(`/ledger/disputes?asOf=${T}.005Z`);
    const now = await read(`/ledger/disputes?asOf=${new Date().toISOString().slice(0, 10)}`);

    expect(past.headers.get('cache-control')).toContain('immutable');
    expect([now.status, now.headers.get('cache-control')]).toStrictEqual([200, 'no-store']);
    expect((await read(`/ledger/disputes?asOf=${T}.005Z`)).text).toBe(past.text);
  });

  it('has nothing of another tenant', async () => {
    const nothing = { disputes: [], counts: {}, next: null };

    expect(bodyOf(await past.ofTenantB(`/ledger/disputes?asOf=${T}.005Z`))).toMatchObject(nothing);
    expect(bodyOf(await past.ofTenantB(`/ledger/disputes?asOf=${T}.005Z&tenant=smartodr`))).toMatchObject(
      nothing,
    );
  });
});
