import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { controllersIn } from '../../architecture/created-app.js';
import { type DeclaredRoute, declaredRoutes } from '../../architecture/declared-routes.js';
import { expectRefusal } from '../billtrust/clients.js';
import { bodyOf } from '../clients.js';
import { CSV, type ListLedger, ODR, startListLedger } from './list-ledger.js';

let ledger: ListLedger;

beforeAll(async () => {
  ledger = await startListLedger(2);
});

afterAll(() => ledger.running.dispose());

const ask: ListLedger['ask'] = (...asked) => ledger.ask(...asked);

describe('the routes of the ledger’s own API', () => {
  const pathFor = ({ path }: DeclaredRoute, eventId: string): string => {
    const values = { tenant: 'acme', disputeId: 'ODR-1', eventId, id: 'none' };
    const query = { '/diff': '?from=0', '/consistency': '?from=1' };
    const filled = Object.entries(values).reduce(
      (whole, [name, value]) => whole.replace(`:${name}`, value),
      path,
    );
    return filled + (Object.entries(query).find(([end]) => filled.endsWith(end))?.[1] ?? '');
  };

  const reads = () =>
    controllersIn(ledger.running.app)
      .flatMap(declaredRoutes)
      .filter(({ method, path }) => method === 'GET' && path.startsWith('/ledger'));

  it('are lists that answer in CSV, or say that they do not', async () => {
    const { entries } = bodyOf<{ entries: readonly { eventId: string }[] }>(await ask(`${ODR}/timeline`, {}));
    const answered = [];
    for (const route of reads()) {
      const path = pathFor(route, entries[0]?.eventId ?? '');
      const json = await ask(path, { accept: '*/*' });
      const isJson = (json.headers.get('content-type') ?? '').startsWith('application/json');
      const isList = isJson && 'next' in bodyOf<object>(json);
      const csv = await ask(path, CSV);
      answered.push([
        route.path,
        isList || csv.status === 200,
        csv.status,
        csv.headers.get('content-type')?.split(';')[0],
      ]);
    }

    expect(answered.length).toBeGreaterThan(10);
    expect(answered.filter(([, isList]) => isList).map(([path]) => path)).toStrictEqual(
      expect.arrayContaining([
        '/ledger/disputes',
        '/ledger/resolutions',
        '/ledger/activity',
        '/ledger/events',
      ]),
    );
    expect(answered).toStrictEqual(
      answered.map(([path, isList]) =>
        isList ? [path, true, 200, 'text/csv'] : [path, false, 406, 'application/problem+json'],
      ),
    );
  });
});

describe('the lists of a vendor', () => {
  it.each(['/disputes', '/resolutions', '/reasons', '/categories'])(
    'are JSON, and refused to a reader who takes none: %s',
    async (path) => {
      const get = (accept: string) => ledger.user.call('GET', path, { headers: { accept } });

      expectRefusal(await get('text/csv'), 406, expect.stringContaining('application/json'));
      expect((await get('*/*')).status).toBe(200);
      expect((await get('text/csv, application/json;q=0.1')).status).toBe(200);
    },
  );

  it('are not a reason to refuse a write', async () => {
    const body = { code: 'LATER' };
    const answer = await ledger.user.call('POST', '/categories', { body, headers: CSV });

    expect(answer.status).toBe(201);
  });
});
