import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createdApp } from '../../architecture/created-app.js';
import { type DeclaredRoute, declaredRoutes } from '../../architecture/declared-routes.js';
import { type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { type Answer, expectNothingAdded } from '../clients.js';
import { configurationWrites } from './billtrust-configuration.js';
import { disputeWrites } from './billtrust-disputes.js';
import { type Callers, callersOf, type Sent } from './callers.js';
import { otherWrites } from './other-writes.js';
import { EFFECTS, type KeyedRequest, type Writes } from './writes.js';

/** How each write route of the API is given each of its effects. A route without an entry fails. */
const writes: Writes = { ...configurationWrites, ...disputeWrites, ...otherWrites };

/** Reads that record that they were made. Their header is refused by name. */
const RECORDING_READS = ['GET /ledger/disputes/:tenant/:disputeId/export'];

let running: RunningLedger;
let callers: Callers;
let routes: readonly DeclaredRoute[];

beforeAll(async () => {
  const created = await createdApp();
  routes = created.controllers.flatMap(declaredRoutes);
  await created.close();
  running = await startLedger();
  callers = await callersOf(running, () => running.url);
});

afterAll(() => running.dispose());

const HEADERS = ['etag', 'ledger-position', 'ledger-proof', 'location', 'content-type'];

/** Returns what a repeat gets again, byte for byte. */
const told = ({ status, text, headers }: Answer): readonly unknown[] => [
  status,
  text,
  ...HEADERS.map((name) => headers.get(name)),
];

const isReplayed = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

const cases = Object.entries(writes).flatMap(([operation, write]) =>
  EFFECTS.filter((effect) => write[effect] !== undefined).map((effect) => [operation, effect] as const),
);

interface Answered {
  readonly name: string;
  readonly first: Answer;
  again(): Promise<Answer>;
}

const answered: Answered[] = [];

const keyed = (sent: Sent, key: string): Sent => ({
  ...sent,
  headers: { ...sent.headers, 'idempotency-key': key },
});

const preparedFor = async (operation: string, effect: (typeof EFFECTS)[number]): Promise<KeyedRequest> => {
  const name = `N${cases.findIndex(([other, kind]) => other === operation && kind === effect)}`;
  const request = await writes[operation]?.[effect]?.(callers, name);
  if (request === undefined) throw new Error('There is no such effect.');
  return request;
};

const expectRepeat = async (first: Answer, again: () => Promise<Answer>): Promise<void> => {
  await expectNothingAdded(running, async () => {
    const answer = await again();
    expect(told(answer)).toStrictEqual(told(first));
    expect(isReplayed(answer)).toBe(true);
  });
};

/** Returns the request's other paths that lead to the same operation. */
const aliasesOf = (operation: string, { path }: Sent): readonly string[] =>
  routes
    .filter((route) => route.operation === operation)
    .map((route) => route.path.split('/'))
    .map((parts) =>
      parts
        .slice(
          0,
          parts.findIndex((part) => part.startsWith(':')),
        )
        .join('/'),
    )
    .filter((root) => root.endsWith('/tenants'))
    .map((root) => path.replace('/dispute/v1/tenants', root))
    .filter((alias) => alias !== path);

/** Returns other requests under the same key, each with what its refusal says. A body counts on every route. */
const othersThan = ({ path, body, other }: KeyedRequest): readonly (readonly [Sent, RegExp])[] => {
  const anotherBody = /used before with another request body\./;
  const another = { path, body: { ...(body as object | undefined), more: 'than before' } };
  const anotherPath = /used before for another (category|dispute|invoice|reason|resolution)\./;
  if (other === undefined) return [[another, anotherBody]];
  if (other.path === undefined) return [[{ ...another, ...other }, anotherBody]];
  return [
    [another, anotherBody],
    [{ path, ...(body !== undefined && { body }), ...other }, anotherPath],
  ];
};

const expectOthersRefused = async (method: string, request: KeyedRequest, key: string) => {
  await expectNothingAdded(running, async () => {
    for (const [other, reason] of othersThan(request)) {
      const refused = await callers.call(method, keyed(other, key));
      expect([refused.status, refused.text]).toStrictEqual([422, expect.stringMatching(reason)]);
    }
  });
};

describe('every write route', () => {
  it('says how it is given each of its effects', () => {
    const operations = routes.filter(({ method }) => method !== 'GET').map(({ operation }) => operation);

    expect(Object.keys(writes).sort()).toStrictEqual([...new Set(operations)].sort());
  });

  it('is found by all its paths', () => {
    const [first] = Object.keys(disputeWrites);
    const paths = routes.filter(({ operation }) => operation === first).map(({ path }) => path);

    expect(paths).toStrictEqual(['/dispute/v1/tenants/:tenantId/disputes', '/v1/tenants/:tenantId/disputes']);
  });
});

describe('a request with an idempotency key', () => {
  it.each(cases.filter(([, effect]) => effect === 'refused'))(
    'to %s is decided again if it was %s',
    async (operation, effect) => {
      const request = await preparedFor(operation, effect);
      const [method = ''] = operation.split(' ');

      await expectNothingAdded(running, async () => {
        const sent = keyed(request, `${operation} ${effect}`);
        const refusals = [await callers.call(method, sent), await callers.call(method, sent)];

        expect(refusals.map(({ status }) => status >= 400 && status < 500)).toStrictEqual([true, true]);
        expect(refusals.map(isReplayed)).toStrictEqual([false, false]);
      });
    },
  );

  it.each(cases.filter(([, effect]) => effect !== 'refused'))(
    'to %s with the effect: %s',
    async (operation, effect) => {
      const [method = ''] = operation.split(' ');
      const request = await preparedFor(operation, effect);
      const key = `${operation} ${effect}`;
      const send = (sent: Partial<Sent> = {}) => callers.call(method, keyed({ ...request, ...sent }, key));

      const first = await send();
      expect([first.status < 300, isReplayed(first), first.text]).toStrictEqual([true, false, first.text]);
      await expectRepeat(first, send);
      await request.meanwhile?.(first);
      await expectRepeat(first, send);
      for (const path of aliasesOf(operation, request)) await expectRepeat(first, () => send({ path }));
      await expectOthersRefused(method, request, key);
      answered.push({ name: key, first, again: send });
      if (operation.includes('/ledger/')) return;
      const stranger = await callers.call(method, keyed(request, key), 'second');
      expect([stranger.status === 422, isReplayed(stranger)]).toStrictEqual([false, false]);
    },
  );

  it('gets its first answer again after a restart', async () => {
    running = await running.restart();

    for (const { first, again } of answered) await expectRepeat(first, again);
    expect(answered.length).toBe(cases.filter(([, effect]) => effect !== 'refused').length);
  });

  it.each(RECORDING_READS)('is refused by name, if every request is recorded: %s', async (operation) => {
    expect(routes.map((route) => route.operation)).toContain(operation);
    const path = '/ledger/disputes/acme/unknown/export';

    const { status, text } = await callers.call('GET', keyed({ path }, 'export'));

    expect([status, text]).toStrictEqual([400, expect.stringContaining('Idempotency-Key')]);
  });
});
