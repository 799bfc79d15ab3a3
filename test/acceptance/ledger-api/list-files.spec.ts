import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditorKey } from '../../support/running-ledger.js';
import { bodyOf, type Read, readerOf } from '../clients.js';
import {
  CSV,
  DISPUTES,
  type ListLedger,
  NDJSON,
  ODR,
  type Row,
  rowsOf,
  startListLedger,
} from './list-ledger.js';

const ENTRY_COLUMNS =
  'recordedAt,position,tenant,disputeId,revision,type,summary,actor,role,holder,credentialId,authProfile,occurredAt,eventId,correlationId,stream';
const EVENT_COLUMNS =
  'recordedAt,position,tenant,stream,revision,type,actor,role,holder,credentialId,authProfile,eventId,correlationId,data,metadata';

/** Every list: its path, the first line of its file, and the name of the file without the day. */
const LISTS: readonly (readonly [path: string, header: string, name: string])[] = [
  [
    '/ledger/disputes',
    'tenant,disputeId,scheme,status,stage,openedAt,updatedAt,revision,position,warnings,details',
    'disputes-all-tenants',
  ],
  [
    '/ledger/resolutions?tenant=acme',
    'tenant,disputeId,scheme,outcome,isValid,code,text,resolvedBy,resolvedAt,position',
    'resolutions-acme',
  ],
  [`${ODR}/timeline`, `${ENTRY_COLUMNS},changes,warnings,details`, 'timeline-acme-ODR-1'],
  [`${ODR}/events`, EVENT_COLUMNS, 'events-acme-ODR-1'],
  ['/ledger/events?tenant=acme', EVENT_COLUMNS, 'events-acme'],
  ['/ledger/activity', `${ENTRY_COLUMNS},details`, 'activity-all-tenants'],
  [
    '/ledger/configurations/acme',
    'tenant,kind,id,code,description,categoryId,active,visibility,isValid,applyWhenInvoiceClosed,defaultInternalReasonId,defaultExternalReasonId,createdBy,createdAt,updatedBy,updatedAt',
    'configuration-acme',
  ],
];

let ledger: ListLedger;
let ofOther: Read;
let withoutExport: Read;

beforeAll(async () => {
  ledger = await startListLedger(DISPUTES);
  const scopes = ['dispute:read', 'timeline:read'];
  ofOther = readerOf(ledger.running, await auditorKey(ledger.running, scopes, 'other'));
  withoutExport = readerOf(ledger.running, await auditorKey(ledger.running, scopes));
});

afterAll(() => ledger.running.dispose());

const ask: ListLedger['ask'] = (...asked) => ledger.ask(...asked);

const linesOf = (text: string): readonly Record<string, unknown>[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const withQuery = (path: string, query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

describe('a list as a file', () => {
  it.each(LISTS)('is CSV with documented columns and a name: %s', async (path, header, name) => {
    const answer = await ask(path, CSV);
    const day = new Date(answer.headers.get('date') ?? '').toISOString().slice(0, 10);

    expect(answer.text.slice(0, answer.text.indexOf('\r\n'))).toBe(header);
    const positions = rowsOf(answer).map(({ position = '0' }) => Number(position));
    expect(positions.length).toBeGreaterThan(0);
    expect(Number(answer.headers.get('ledger-position'))).toBeGreaterThanOrEqual(Math.max(1, ...positions));
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}-${day}.csv"`);
    expect(answer.headers.get('vary')).toBe('Accept');
  });

  it.each(LISTS)('has a byte order mark only when it is asked for: %s', async (path, header) => {
    // Reading a body as text would take the mark away.
    const bytesOf = async (query: string): Promise<Uint8Array> => {
      const headers = { authorization: `Bearer ${ledger.key}`, ...CSV };
      const answer = await fetch(ledger.running.url + withQuery(path, query), { headers });
      return new Uint8Array(await answer.arrayBuffer()).subarray(0, 4);
    };
    const first = header.charCodeAt(0);

    expect([...(await bytesOf('bom=1'))]).toStrictEqual([0xef, 0xbb, 0xbf, first]);
    expect((await bytesOf('bom=0'))[0]).toBe(first);
  });

  it.each(LISTS)('has as many rows as lines of JSON, in the order of the pages: %s', async (path) => {
    const rows = rowsOf(await ask(path, CSV));
    const ndjson = await ask(path, NDJSON);
    const key = (row: Row | Record<string, unknown>) => row['position'] ?? row['id'];

    expect(ndjson.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(ndjson.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.ndjson"$/);
    expect(rows.map(key)).toStrictEqual(linesOf(ndjson.text).map(key));
  });

  it.each(LISTS)('has no tax number, formula or other tenant: %s', async (path) => {
    const answer = await ask(path, CSV, withoutExport);
    const others = await ask(path, CSV, ofOther);
    const lines = rowsOf(answer)
      .flatMap((row) => Object.values(row))
      .flatMap((cell) => cell.split(/\r\n|[\n\r]/));

    expect(answer.text).not.toContain('ABCDE1234H');
    expect(lines.filter((line) => /^[=+\-@\t]/.test(line))).toStrictEqual([]);
    expect(others.status === 404 || rowsOf(others).every(({ tenant }) => tenant !== 'acme')).toBe(true);
  });

  it.each(LISTS)('refuses what it does not understand: %s', async (path) => {
    const refused = async (query: string, headers: Record<string, string>) => {
      const answer = await ask(withQuery(path, query), headers);
      return [
        answer.status,
        bodyOf<{ errors?: readonly { path: string }[] }>(answer).errors?.map((one) => one.path),
      ];
    };

    expect(await refused('bom=yes', CSV)).toStrictEqual([400, ['bom']]);
    expect(await refused('bom=1&bom=1', CSV)).toStrictEqual([400, ['bom']]);
    expect(await refused('bom=1', NDJSON)).toStrictEqual([400, ['bom']]);
    expect(await refused('bom=1', {})).toStrictEqual([400, ['bom']]);
    expect(await refused('limit=5', CSV)).toStrictEqual([400, ['limit']]);
    expect(await refused('limit=5&cursor=NQ', NDJSON)).toStrictEqual([400, ['limit', 'cursor']]);
    expect(await refused('nope=1', CSV)).toStrictEqual([400, ['nope']]);
    expect((await ask(path, { accept: 'application/pdf' })).status).toBe(406);
    expect((await ask(path, { accept: 'text/csv;q=0' })).status).toBe(406);
  });

  it.each(LISTS)('is JSON by default, and what the caller likes most: %s', async (path) => {
    const typeFor = async (accept: string) =>
      (await ask(path, { accept })).headers.get('content-type')?.split(';')[0];

    expect(await typeFor('*/*')).toBe('application/json');
    expect(await typeFor('application/json, text/csv;q=0.5')).toBe('application/json');
    expect(await typeFor('application/json;q=0.5, text/csv')).toBe('text/csv');
    expect(await typeFor('text/csv, */*;q=0.1')).toBe('text/csv');
  });
});

describe('the disputes as CSV', () => {
  it('are all there, each with what its kind says of it', async () => {
    const rows = rowsOf(await ask('/ledger/disputes?tenant=acme', CSV));
    const invoice = rows.find(({ disputeId }) => disputeId === ledger.resolved);

    expect(rows).toHaveLength(DISPUTES);
    expect(new Set(rows.map(({ disputeId }) => disputeId)).size).toBe(DISPUTES);
    expect(invoice).toMatchObject({ scheme: 'billtrust', status: 'resolved', stage: 'closed', warnings: '' });
    expect(JSON.parse(invoice?.['details'] ?? '')).toMatchObject({ documentNumber: '007' });
    expect(rows.find(({ disputeId }) => disputeId === 'ODR-1')).toMatchObject({
      warnings: expect.stringContaining('ARBITRATOR_TYPE_MISMATCH') as unknown,
    });
  });

  it.each([
    ['?tenant=acme&status=resolved', 1],
    ['?tenant=acme&q=odr-4', 4],
    ['?tenant=acme&hasWarning=true', 1],
    ['?tenant=nobody', 0],
  ])('are those of the filter: %s', async (query, count) => {
    expect(rowsOf(await ask(`/ledger/disputes${query}`, CSV))).toHaveLength(count);
  });

  it('are those of a moment', async () => {
    const all = bodyOf<{ disputes: readonly { disputeId: string; position: string }[] }>(
      await ask('/ledger/disputes?tenant=acme&limit=200', {}),
    ).disputes;
    const third = all.at(-3);
    const answer = await ask(`/ledger/disputes?tenant=acme&position=${third?.position}`, CSV);

    expect(rowsOf(answer).map(({ disputeId }) => disputeId)).toStrictEqual(
      all.slice(-3).map(({ disputeId }) => disputeId),
    );
    expect(answer.headers.get('ledger-position')).toBe(third?.position);
    const instant = await ask('/ledger/disputes?tenant=acme&asOf=2020-01-01T00:00:00Z', CSV);
    expect(rowsOf(instant)).toStrictEqual([]);
  });
});

/** Every list that has a past: those of the events themselves have none. */
const PAST_LISTS = LISTS.map(([path]) => path).filter((path) => !/events|activity/.test(path));

describe('a list of a moment as a file', () => {
  const today = () => new Date().toISOString().slice(0, 10);

  it.each(PAST_LISTS)('says as of which instant it is, as its pages do: %s', async (path) => {
    const future = '2999-12-31T00:00:00Z';
    const asOf = async (moment: string, headers: Record<string, string>) => {
      const answer = await ask(withQuery(path, `asOf=${moment}`), headers);
      return [answer.status, answer.headers.get('ledger-as-of')];
    };
    const now = new Date().toISOString();

    for (const headers of [CSV, NDJSON, {}]) {
      expect(await asOf(now, headers)).toStrictEqual([200, now]);
      const [status, understood] = await asOf(today(), headers);
      expect([status, (understood ?? '') >= now]).toStrictEqual([200, true]);
      expect(await asOf(future, headers)).toStrictEqual([400, null]);
      expect(await asOf('2025-02-30', headers)).toStrictEqual([400, null]);
    }
  });

  it.each(PAST_LISTS)('has the rows of the pages of that moment: %s', async (path) => {
    const now = new Date().toISOString();
    const rows = rowsOf(await ask(withQuery(path, `asOf=${now}`), CSV));

    expect(rows.length).toBeGreaterThan(0);
    expect(rows).toStrictEqual(rowsOf(await ask(path, CSV)));
  });

  it('is refused for a position that the log does not have, before it begins', async () => {
    const beyond = 999_999_999;
    const answers = [
      await ask(`/ledger/disputes?position=${beyond}`, CSV),
      await ask(`/ledger/resolutions?position=${beyond}`, NDJSON),
      await ask(`/ledger/events?after=${beyond}`, CSV),
      await ask('/ledger/events', { ...CSV, 'last-event-id': String(beyond) }),
    ];

    expect(
      answers.map((answer) => [
        answer.status,
        bodyOf<{ errors: readonly { path: string }[] }>(answer).errors.map((one) => one.path),
      ]),
    ).toStrictEqual([
      [400, ['position']],
      [400, ['position']],
      [400, ['after']],
      [400, ['Last-Event-ID']],
    ]);
  });
});

describe('other lists as CSV', () => {
  it('have the resolutions, now and before there was any', async () => {
    expect(rowsOf(await ask('/ledger/resolutions', CSV))).toMatchObject([
      { disputeId: ledger.resolved, code: 'DONE', isValid: 'true', text: "'=CREDIT()" },
    ]);
    expect(rowsOf(await ask('/ledger/resolutions?asOf=2020-01-01T00:00:00Z', CSV))).toStrictEqual([]);
  });

  it('have the timeline as it was at a revision, with what changed', async () => {
    const rows = rowsOf(await ask(`${ODR}/timeline?revision=1`, CSV));
    const whole = rowsOf(await ask(`${ODR}/timeline`, CSV));

    expect(rows.map(({ revision }) => revision)).toStrictEqual(['0', '1']);
    expect(rows[1]).toMatchObject({ actor: 'Bruce\nWayne', stream: 'dispute-acme.ODR-1', changes: '[]' });
    expect(whole[2]?.['summary']).toContain("ABXXXXXX4H said\n'=1+1");
    expect((await ask('/ledger/disputes/acme/ODR-404/timeline', CSV)).status).toBe(404);
    expect((await ask('/ledger/disputes/acme/ODR-404/events', CSV)).status).toBe(404);
  });

  it('have the events after a position, with what they say', async () => {
    const events = rowsOf(await ask('/ledger/events?tenant=acme', CSV));
    const later = rowsOf(await ask(`/ledger/events?tenant=acme&after=${events.at(-3)?.['position']}`, CSV));

    expect(later).toStrictEqual(events.slice(-2));
    expect(JSON.parse(later.at(-1)?.['metadata'] ?? '')).toMatchObject({ tenant: 'acme' });
    expect((await ask('/ledger/events?after=x', CSV)).status).toBe(400);
  });

  it('have what is configured', async () => {
    expect(rowsOf(await ask('/ledger/configurations/acme', CSV))).toMatchObject([
      { kind: 'category', code: 'C', active: '', createdBy: 'user-1' },
      { kind: 'reason', code: 'R', description: 'Lost,\n"in transit"', active: 'true' },
      { kind: 'resolution', code: 'DONE', description: "'=CREDIT()", isValid: 'true' },
    ]);
  });
});
