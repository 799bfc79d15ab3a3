import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, bodyOf, type Read } from '../clients.js';
import { type Log, type PastLedger, startPastLedger } from './past-ledger.js';

/** In India, 1 March 2025 begins and ends at half past six in the evening of UTC. */
const MARCH: Log = [
  ['A', '2025-02-28T18:29:59.999Z', null],
  ['A', '2025-02-28T18:30:00.000Z', 'first'],
  ['A', '2025-03-01T18:29:59.999Z', 'second'],
  ['A', '2025-03-01T18:30:00.000Z', 'third'],
];
const END = '2025-03-01T18:29:59.999Z';
const KEPT = 'private, max-age=86400, immutable';
const A = '/ledger/disputes/smartodr/A';

let past: PastLedger;
let read: Read;

beforeAll(async () => {
  past = await startPastLedger(MARCH, { LEDGER_TIME_ZONE: 'Asia/Kolkata' });
  ({ read } = past);
});

afterAll(() => past.running.dispose());

const understood = ({ headers }: Answer): string | null => headers.get('ledger-as-of');

const revisionsIn = (answer: Answer, list: 'entries' | 'activities'): string[] =>
  bodyOf<Record<string, { revision: string }[]>>(answer)[list]?.map(({ revision }) => revision) ?? [];

describe('a day in the time zone of the ledger', () => {
  it.each([
    ['2025-02-28', '0', '2025-02-28T18:29:59.999Z'],
    ['2025-03-01', '2', END],
    ['2025-03-02', '3', '2025-03-02T18:29:59.999Z'],
    ['2025-03-01T23:59:59.999%2B05:30', '2', END],
    ['2025-03-01T18:30:00Z', '3', '2025-03-01T18:30:00.000Z'],
    // Between two milliseconds: the one before it had happened, the one after it had not.
    ['2025-03-01T18:29:59.9989Z', '1', '2025-03-01T18:29:59.998Z'],
    ['2025-03-01t18:29:59.9999999z', '2', END],
  ])('as of %s, the dispute is at revision %s', async (asOf, revision, instant) => {
    const answer = await read(`${A}?asOf=${asOf}`);

    expect([answer.status, bodyOf<{ revision: string }>(answer).revision]).toStrictEqual([200, revision]);
    expect([understood(answer), answer.headers.get('cache-control')]).toStrictEqual([instant, KEPT]);
  });

  it.each([
    ['/ledger/disputes?', 'disputes'],
    [`${A}/timeline?`, 'entries'],
    ['/ledger/resolutions?', 'resolutions'],
  ])('is in the answer as the instant that was understood: %s', async (path, list) => {
    const answer = await read(`${path}asOf=2025-03-01`);

    expect(bodyOf(answer)).toMatchObject({ asOf: END, [list]: expect.any(Array) });
    expect(understood(answer)).toBe(END);
    expect(bodyOf(await read(`${path}position=1`))).not.toHaveProperty('asOf');
  });

  it.each(['2025-03-01', END])('asks the lists for the same as its end: %s', async (asOf) => {
    const { disputes } = bodyOf<{ disputes: { revision: string }[] }>(
      await read(`/ledger/disputes?asOf=${asOf}`),
    );

    expect(disputes.map(({ revision }) => revision)).toStrictEqual(['2']);
  });

  it('is what a difference begins and ends with, and the answer says so', async () => {
    const answer = await read(`${A}/diff?from=2025-02-28&to=2025-03-01`);

    expect(bodyOf(answer)).toMatchObject({
      from: '0',
      to: '2',
      asOf: { from: '2025-02-28T18:29:59.999Z', to: END },
    });
    expect(bodyOf(await read(`${A}/diff?from=0&to=2025-03-01`))).toMatchObject({
      to: '2',
      asOf: { to: END },
    });
    expect(bodyOf(await read(`${A}/diff?from=0&to=2`))).not.toHaveProperty('asOf');
  });

  it.each([
    ['from=2025-03-01', ['1', '2', '3']],
    ['to=2025-03-01', ['0', '1', '2']],
    ['from=2025-03-01&to=2025-03-01', ['1', '2']],
    ['from=2025-02-28&to=2025-02-28', ['0']],
    ['from=2025-03-02', ['3']],
    ['from=2025-03-01T18:29:59.9991Z', ['3']],
    ['to=2025-03-01T18:29:59.9989Z', ['0', '1']],
  ])('is whole in a range of time: %s', async (query, revisions) => {
    expect(revisionsIn(await read(`${A}/timeline?${query}`), 'entries')).toStrictEqual(revisions);
    expect(revisionsIn(await read(`/ledger/activity?tenant=smartodr&${query}`), 'activities')).toStrictEqual(
      revisions.toReversed(),
    );
  });

  it.each([
    ['2025-03-01', 1],
    ['2025-03-02', 0],
    ['2025-03-01T18:29:59.9999Z', 1],
    ['2025-03-01T18:30:00Z', 0],
  ])('is over in `updatedAfter=%s`', async (updatedAfter, count) => {
    const { disputes } = bodyOf<{ disputes: object[] }>(
      await read(`/ledger/disputes?updatedAfter=${updatedAfter}`),
    );

    expect(disputes).toHaveLength(count);
  });

  it.each([A, '/ledger/disputes', `${A}/timeline`, '/ledger/resolutions'])(
    'means now while it lasts, and is not kept: %s',
    async (path) => {
      const inIndia = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata' });
      const before = new Date().toISOString();
      const answer = await read(`${path}?asOf=${inIndia.format(new Date())}`);

      expect([answer.status, answer.headers.get('cache-control')]).toStrictEqual([200, 'no-store']);
      const times = [before, understood(answer) ?? '', new Date().toISOString()];
      expect(times).toStrictEqual(times.toSorted());
    },
  );
});

const MOMENTS = [
  ['asOf', '/ledger/disputes?asOf='],
  ['updatedAfter', '/ledger/disputes?updatedAfter='],
  ['asOf', `${A}?asOf=`],
  ['asOf', `${A}/timeline?asOf=`],
  ['from', `${A}/timeline?from=`],
  ['to', `${A}/timeline?to=`],
  ['from', `${A}/diff?from=`],
  ['to', `${A}/diff?from=0&to=`],
  ['asOf', '/ledger/resolutions?asOf='],
  ['resolvedFrom', '/ledger/resolutions?resolvedFrom='],
  ['resolvedBefore', '/ledger/resolutions?resolvedBefore='],
  ['asOf', '/ledger/configurations/smartodr?asOf='],
  ['from', '/ledger/activity?from='],
  ['to', '/ledger/activity?to='],
] as const;

const NONE = [
  '2026-02-30T00:00:00Z',
  '2023-02-29',
  '2025-04-31',
  '2025-13-01T00:00:00Z',
  '2025-00-10',
  '2025-01-31T24:00:00Z',
  '2025-01-31T09:60:00Z',
  '2016-12-31T23:59:60Z',
  '2025-01-31T09:30:00%2B24:00',
  '2025-01-31T09:30:00+05:30',
  '2025-01-31%2009:30:00Z',
  '2025-01-31T09:30:00',
  '2025-01-31T09:30:00.1234567891Z',
  '9999-12-31T23:59:59-00:01',
  '10000-01-01T00:00:00Z',
  '%2B002025-01-31T09:30:00Z',
  '20250131T093000Z',
  'yesterday',
];

interface Problem {
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

describe('a time that does not exist', () => {
  it.each(MOMENTS)('is refused as %s of %s', async (parameter, path) => {
    for (const text of NONE) {
      const answer = await read(path + text);

      expect([text, answer.status, answer.headers.get('cache-control')]).toStrictEqual([
        text,
        400,
        'no-store',
      ]);
      expect(bodyOf<Problem>(answer).errors).toStrictEqual([
        {
          path: parameter,
          message: expect.stringMatching(
            new RegExp(
              `^${parameter} must be (a revision, as in 12, or )?a day that exists, as in 2025-01-31, or an instant that exists, as in 2025-01-31T09:30:00Z`,
            ),
          ),
        },
      ]);
    }
  });

  it.each(['2023-02-29', '2025-02-30', '2025-13-01', '2025-1-31', '2025-01-31T00:00:00Z', ''])(
    'is refused as the day %j of what documents claim',
    async (day) => {
      const answer = await read(`${A}/timeline?effectiveOn=${day}`);

      expect(bodyOf<Problem>(answer).errors).toStrictEqual([
        { path: 'effectiveOn', message: 'effectiveOn must be a calendar date, as in 2025-01-31' },
      ]);
    },
  );

  it.each(MOMENTS.filter(([parameter]) => parameter === 'asOf' || parameter === 'from'))(
    'is refused when it is empty, as %s of %s',
    async (parameter, path) => {
      const answer = await read(path);

      expect([answer.status, bodyOf<Problem>(answer).errors[0]?.path]).toStrictEqual([400, parameter]);
    },
  );
});

describe('a moment of the future', () => {
  it.each([...MOMENTS.filter(([parameter]) => parameter === 'asOf'), ...MOMENTS.slice(6, 8)])(
    'is refused as %s of %s',
    async (parameter, path) => {
      const soon = new Date(Date.now() + 60_000).toISOString();
      const tomorrow = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10);
      for (const text of [soon, tomorrow, '2999-01-01', '9999-12-31T23:59:59Z']) {
        const answer = await read(path + text);

        expect([text, answer.status]).toStrictEqual([text, 400]);
        expect(bodyOf<Problem>(answer).errors).toStrictEqual([
          { path: parameter, message: `${parameter} must not be in the future` },
        ]);
      }
    },
  );

  it('may end a range of time, which then has everything', async () => {
    expect(revisionsIn(await read(`${A}/timeline?to=2999-01-01`), 'entries')).toHaveLength(MARCH.length);
  });
});
