import { type Partner, partners } from '#libs/partners';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { developerOf } from '../acceptance/enfinitos/clients.js';
import { userOf } from '../acceptance/billtrust/clients.js';
import { documentedHeader, newInstitution } from '../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { type CreatedApp, createdApp } from './created-app.js';
import { type DeclaredRoute, declaredRoutes } from './declared-routes.js';

let created: CreatedApp;
let routes: readonly DeclaredRoute[];

beforeAll(async () => {
  created = await createdApp();
  routes = created.controllers.flatMap(declaredRoutes);
});

afterAll(() => created.close());

const named = ({ method, path }: DeclaredRoute): string => `${method} ${path}`;

const routesOfPartner = (partner: Partner): readonly DeclaredRoute[] => {
  const { module } = partner.module({ publicUrl: created.url, settings: {} });
  return created.controllersOf(module).flatMap(declaredRoutes);
};

/** Returns the vendors that own the route's path, in whose form its errors are answered. */
const ownersOf = (route: DeclaredRoute) => [
  named(route),
  partners.filter(({ family }) => family.ownsPath(route.path)).map(({ name }) => name),
];

/** Returns a path that the route answers to, below the tenant of every credential. */
const concrete = (path: string): string => path.replace(/:tenant(?:Id)?\b/g, 'acme').replace(/:\w+|\*/g, 'x');

/** Issues a credential of each API, and resolves with the headers that a route's caller sends. */
const credentialsFor = async (
  running: RunningLedger,
): Promise<(route: DeclaredRoute) => Record<string, string>> => {
  const institution = newInstitution('Gotham ODR', 'acme');
  await register(running, institution);
  const [update, status, user, developer, auditor] = await Promise.all([
    documentedHeader(institution),
    documentedHeader(institution, 'status'),
    userOf(running, 'acme'),
    developerOf(running, 'acme'),
    auditorKey(running),
  ]);
  const headers: Readonly<Record<string, Record<string, string>>> = {
    billtrust: { 'x-billtrust-api-key': user.apiKey },
    enfinitos: { authorization: `Bearer ${developer.apiKey}` },
  };
  return ({ path, method }) => {
    const family = partners.find((partner) => partner.family.ownsPath(path))?.family.name ?? '';
    const credential =
      family === 'smart-odr'
        ? { authorization: path === '/status' ? status : update }
        : (headers[family] ?? { authorization: `Bearer ${auditor}` });
    return method === 'GET' ? credential : { ...credential, 'content-type': 'application/json' };
  };
};

describe('the routes', () => {
  it('are found', () => {
    expect(routes.map(named)).toStrictEqual(
      expect.arrayContaining(['POST /update', 'POST /update_arbitration_report', 'GET /ledger/disputes']),
    );
  });

  it('all declare who may call them', () => {
    expect(
      routes.filter(({ authentication }) => typeof authentication !== 'string').map(named),
    ).toStrictEqual([]);
  });

  it('are public only where they reveal nothing about a tenant', () => {
    const open = routes.filter(({ authentication }) => authentication === 'public').map(named);

    expect(open.sort()).toStrictEqual([
      'GET /health/live',
      'GET /health/ready',
      // Hashes, which reveal nothing about a dispute.
      'GET /ledger/checkpoint',
      'GET /ledger/consistency',
      'GET /ledger/tile/*',
      'GET /metrics',
    ]);
  });

  it.each(partners.map((partner) => [partner.name, partner] as const))(
    'of %s are owned by it alone, so that what goes wrong there is answered in its form',
    (name, partner) => {
      const own = routesOfPartner(partner);

      expect(own).not.toStrictEqual([]);
      expect(own.map(ownersOf)).toStrictEqual(own.map((route) => [named(route), [name]]));
    },
  );

  it('of no vendor are owned by none', () => {
    const vendors = partners.flatMap(routesOfPartner).map(named);
    const others = routes.filter((route) => !vendors.includes(named(route)));

    expect(others).not.toStrictEqual([]);
    expect(others.map(ownersOf)).toStrictEqual(others.map((route) => [named(route), []]));
  });

  it('refuse every parameter that they do not know, and say so', async () => {
    const running = await startLedger();
    const headersOf = await credentialsFor(running);
    const unknown = async (route: DeclaredRoute, name: string): Promise<unknown> => {
      const answer = await fetch(`${running.url}${concrete(route.path)}?${name}=1`, {
        method: route.method,
        headers: headersOf(route),
        ...(route.method !== 'GET' && { body: '{}' }),
      });
      const text = await answer.text();
      return [named(route), answer.status, text.includes(`Unknown parameter ${name}.`) || text];
    };
    const asked = routes.flatMap((route) =>
      ['nope', 'valueOf', '__proto__'].map((name) => ({ route, name })),
    );
    const answers = await Promise.all(asked.map(({ route, name }) => unknown(route, name)));
    await running.dispose();

    expect(answers).toStrictEqual(asked.map(({ route }) => [named(route), 400, true]));
  });

  it('refuse a request without a credential, unless they are public', async () => {
    const guarded = routes.filter(({ authentication }) => authentication !== 'public');
    const answers = await Promise.all(
      guarded.map(async (route) => {
        const { status } = await fetch(created.url + route.path, { method: route.method });
        return [named(route), status];
      }),
    );

    expect(answers).toStrictEqual(guarded.map((route) => [named(route), 401]));
  });
});
