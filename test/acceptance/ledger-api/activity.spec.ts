import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventMetadata } from '#libs/event-store';
import type { DisputeEvent } from '../../../libs/disputes/src/domain/dispute-event.js';
import { disputeStream } from '../../../libs/disputes/src/domain/dispute-stream.js';
import { disputeReferenced, updateRecorded } from '../../support/disputes.js';
import { newEvent } from '../../support/prepared-log.js';
import { auditorKey, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { bodyOf, type Read, readerOf } from '../clients.js';

interface Entry {
  readonly tenant: string;
  readonly disputeId: string;
  readonly revision: string;
  readonly summary: string;
  readonly actor: { name: string };
}

interface Page {
  readonly activities: readonly Entry[];
  readonly next: string | null;
  readonly previous: string | null;
  readonly position: string;
}

const T = '2025-03-01T10:00:00';

const bruce = { actor: { name: 'Bruce Wayne' }, holder: 'Gotham ODR', credentialId: 'credential-1' };
const lois = { actor: { name: 'Lois Lane' }, holder: 'Metropolis ODR', credentialId: 'credential-2' };
/** Actors whose names are a tax number and a spreadsheet formula. */
const taxpayer = { ...lois, actor: { name: 'ABCDE1234H' }, credentialId: 'credential-3' };
const formula = { ...bruce, actor: { name: '=1+1' } };

type Happened = readonly [tenant: string, disputeId: string, Partial<EventMetadata>, DisputeEvent];

/** In the order of the log. Another machine's clock is behind: C comes later in the log than B and earlier in time. */
const LOG: readonly Happened[] = [
  ['smartodr', 'A', { ...bruce, recordedAt: `${T}.000Z` }, disputeReferenced({ disputeId: 'A' })],
  [
    'smartodr',
    'A',
    { ...formula, recordedAt: `${T}.001Z` },
    updateRecorded({ update: '"No", she said\nand left' }),
  ],
  ['smartodr', 'B', { ...lois, recordedAt: `${T}.005Z` }, disputeReferenced({ disputeId: 'B' })],
  ['tenant-b', 'C', { ...taxpayer, recordedAt: `${T}.002Z` }, disputeReferenced({ disputeId: 'C' })],
  ['smartodr', 'B', { ...lois, recordedAt: `${T}.005Z` }, updateRecorded({ update: 'ABCDE1234H appeared' })],
  ['smartodr', 'A', { ...bruce, recordedAt: `${T}.010Z` }, updateRecorded({ update: '100% heard' })],
];

/** By the ledger's clock, newest first; events of the same instant by position. */
const NEWEST_FIRST = ['A@2', 'B@1', 'B@0', 'C@0', 'A@1', 'A@0'];

let running: RunningLedger;
/** The position of the last event of `LOG`. */
let head: bigint;
let read: Read;
let ofTenantB: Read;

beforeAll(async () => {
  running = await startLedger();
  const { store } = running.ledger;
  read = readerOf(running, await auditorKey(running));
  ofTenantB = readerOf(running, await auditorKey(running, ['timeline:read'], 'tenant-b'));
  const revisions = new Map<string, number>();
  for (const [tenant, disputeId, metadata, event] of LOG) {
    const stream = disputeStream(tenant, disputeId);
    const revision = revisions.get(stream) ?? 0;
    revisions.set(stream, revision + 1);
    const made = newEvent(stream, revision, event);
    const recorded = { ...made, metadata: { ...made.metadata, tenant, ...metadata } };
    await store.append(stream, [recorded], revision === 0 ? 'no-stream' : BigInt(revision - 1));
  }
  head = await store.headPosition();
  await read('/ledger/activity', { 'ledger-min-position': String(head) });
});

afterAll(() => running.dispose());

const list = async (query = ''): Promise<Page> => bodyOf<Page>(await read(`/ledger/activity${query}`));

const idsOf = (activities: readonly Entry[]): string[] =>
  activities.map(({ disputeId, revision }) => `${disputeId}@${revision}`);

const linesOf = (text: string): Entry[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);

/** Leaves out the later issue of the keys that these tests read with, which is activity too. */
const WHILE = `to=${T}.010Z`;

const FILTERS: readonly (readonly [string, readonly string[]])[] = [
  [`?${WHILE}`, NEWEST_FIRST],
  ['?tenant=smartodr', ['A@2', 'B@1', 'B@0', 'A@1', 'A@0']],
  [`?tenant=tenant-b&${WHILE}`, ['C@0']],
  ['?tenant=nobody', []],
  ['?actor=Bruce%20Wayne', ['A@2', 'A@0']],
  ['?actor=ABCDE1234H', ['C@0']],
  ['?actor=bruce', []],
  ['?credential=credential-1', ['A@2', 'A@1', 'A@0']],
  ['?holder=Metropolis%20ODR', ['B@1', 'B@0', 'C@0']],
  ['?type=OdrDisputeReferenced', ['B@0', 'C@0', 'A@0']],
  ['?type=OdrDisputeReferenced,DisputeUpdateRecorded', NEWEST_FIRST],
  ['?type=OdrDisputeReferenced&type=ArbitrationReportFiled', ['B@0', 'C@0', 'A@0']],
  [`?from=${T}.005Z&${WHILE}`, ['A@2', 'B@1', 'B@0']],
  [`?to=${T}.002Z`, ['C@0', 'A@1', 'A@0']],
  [`?from=${T}.001Z&to=${T}.005Z`, ['B@1', 'B@0', 'C@0', 'A@1']],
  [`?from=2025-03-01T15:30:00.010%2B05:30&${WHILE}`, ['A@2']],
  ['?q=SHE%20SAID', ['A@1']],
  ['?q=100%25', ['A@2']],
  ['?q=metropolis', ['B@1', 'B@0', 'C@0']],
  ['?q=ABCDE1234H', []],
  [`?holder=Gotham%20ODR&type=DisputeUpdateRecorded&q=heard&to=${T}.010Z`, ['A@2']],
  ['?tenant=tenant-b&holder=Gotham%20ODR', []],
];

describe('the activity', () => {
  it.each(FILTERS)('has what matches, newest first: %s', async (query, ids) => {
    const { activities, next, previous } = await list(query);

    expect([idsOf(activities), next, previous]).toStrictEqual([ids, null, null]);
  });

  it.each(FILTERS)('can be paged to the end and back: %s', async (query, ids) => {
    const parameters = `${query === '' ? '?' : `${query}&`}limit=2`;
    const forth: string[][] = [];
    const turn = (cursor: string | null): Promise<Page> =>
      list(parameters + (cursor === null ? '' : `&cursor=${cursor}`));
    let page = await turn(null);
    forth.push(idsOf(page.activities));
    while (page.next !== null) {
      page = await turn(page.next);
      forth.push(idsOf(page.activities));
    }
    const back = [idsOf(page.activities)];
    while (page.previous !== null) {
      page = await turn(page.previous);
      back.unshift(idsOf(page.activities));
    }

    expect(forth.flat()).toStrictEqual(ids);
    expect(back.flat()).toStrictEqual(ids);
  });

  it('says who did what on which authority, with tax numbers masked', async () => {
    const { activities, position } = await list('?actor=ABCDE1234H');

    expect(activities).toMatchObject([
      {
        tenant: 'tenant-b',
        disputeId: 'C',
        revision: '0',
        type: 'OdrDisputeReferenced',
        actor: { name: 'ABXXXXXX4H' },
        authority: { credentialId: 'credential-3', holder: 'Metropolis ODR', authProfile: 'documented' },
        recordedAt: `${T}.002Z`,
      },
    ]);
    expect(BigInt(position)).toBeGreaterThanOrEqual(head);
  });

  it('shows a key its own tenant only', async () => {
    const ofTenant = async (query: string): Promise<string[]> =>
      idsOf(bodyOf<Page>(await ofTenantB(`/ledger/activity${query}`)).activities);

    expect(await ofTenant(`?${WHILE}`)).toStrictEqual(['C@0']);
    expect(await ofTenant('?tenant=smartodr')).toStrictEqual([]);
    expect(await ofTenant('?type=OdrDisputeReferenced')).toStrictEqual(['C@0']);
    expect(await ofTenant('?credential=credential-1')).toStrictEqual([]);
  });

  it('is refused to a key without the scope', async () => {
    const reader = readerOf(running, await auditorKey(running, ['dispute:read']));

    expect((await reader('/ledger/activity')).status).toBe(403);
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=201', 'limit'],
    ['?cursor=x', 'cursor'],
    ['?from=yesterday', 'from'],
    ['?to=2025-13-01T00:00:00Z', 'to'],
    [`?from=${T}.002Z&to=${T}.001Z`, 'to'],
    ['?q=', 'q'],
    ['?actor=', 'actor'],
    ['?actor=a&actor=b', 'actor'],
    ['?type=', 'type'],
    [`?type=${'x,'.repeat(10)}x`, 'type'],
    ['?institution=Gotham', 'institution'],
  ])('is refused for %s', async (query, parameter) => {
    const answer = await read(`/ledger/activity${query}`);

    expect([answer.status, answer.headers.get('content-type')]).toStrictEqual([
      400,
      'application/problem+json; charset=utf-8',
    ]);
    expect(bodyOf(answer)).toMatchObject({ errors: [{ path: parameter }] });
  });

  it('is refused in a format that it does not have', async () => {
    expect((await read('/ledger/activity', { accept: 'application/pdf' })).status).toBe(406);
  });
});

describe('the activity as a file', () => {
  it.each(FILTERS)('has everything that matches, as NDJSON: %s', async (query, ids) => {
    const answer = await read(`/ledger/activity${query}`, { accept: 'application/x-ndjson' });

    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(idsOf(linesOf(answer.text))).toStrictEqual(ids);
  });

  it('has the same entries as the pages', async () => {
    const { text } = await read(`/ledger/activity?${WHILE}`, { accept: 'application/x-ndjson' });

    expect(linesOf(text)).toStrictEqual((await list(`?${WHILE}`)).activities);
  });

  it('is a CSV in which nothing is a formula and every text is complete', async () => {
    const answer = await read('/ledger/activity?credential=credential-1', { accept: 'text/csv' });
    const [header, last, odd] = answer.text.split('\r\n');

    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(BigInt(answer.headers.get('ledger-position') ?? '')).toBeGreaterThanOrEqual(head);
    expect(header).toBe(
      'recordedAt,position,tenant,disputeId,revision,type,summary,actor,role,holder,credentialId,authProfile,' +
        'occurredAt,eventId,correlationId,stream,details',
    );
    expect(last).toContain('100% heard');
    expect(odd).toContain('""No"", she said\nand left');
    expect(odd).toContain(`,"'=1+1",,"Gotham ODR","credential-1","documented",`);
    expect(answer.text.endsWith('\r\n')).toBe(true);
  });

  it('has no tax number', async () => {
    const { text } = await read('/ledger/activity', { accept: 'text/csv' });

    expect(text).toContain('ABXXXXXX4H appeared');
    expect(text).not.toContain('ABCDE1234H');
  });

  it('is the header alone where nothing matches', async () => {
    const { text } = await read('/ledger/activity?tenant=nobody', { accept: 'text/csv' });

    expect(text.split('\r\n')).toStrictEqual([expect.stringMatching(/^recordedAt,.*,stream,details$/), '']);
  });

  it('has nothing of another tenant', async () => {
    const answer = await ofTenantB(`/ledger/activity?${WHILE}`, { accept: 'application/x-ndjson' });

    expect(idsOf(linesOf(answer.text))).toStrictEqual(['C@0']);
  });

  it.each([
    ['?limit=2', 'limit'],
    ['?cursor=PHguMQ', 'cursor'],
  ])('is not a page: %s', async (query, parameter) => {
    const answer = await read(`/ledger/activity${query}`, { accept: 'text/csv' });

    expect(answer.status).toBe(400);
    expect(bodyOf(answer)).toMatchObject({ errors: [{ path: parameter }] });
  });
});
