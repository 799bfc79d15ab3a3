import { AUTHENTICATION } from '#libs/access';
import { type Partner, partners } from '#libs/partners';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { type CreatedApp, createdApp } from './created-app.js';

interface Route {
  readonly method: string;
  readonly path: string;
  /** The authentication that the route, or else its controller, declares. */
  readonly authentication: unknown;
}

let created: CreatedApp;
let routes: readonly Route[];

beforeAll(async () => {
  created = await createdApp();
  routes = created.controllers.flatMap(routesOf);
});

afterAll(() => created.close());

const routesOf = (controller: Type): readonly Route[] => {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype)
    .map((name) => prototype[name])
    .filter((member) => typeof member === 'function')
    .filter((handler) => Reflect.hasMetadata(METHOD_METADATA, handler))
    .flatMap((handler) =>
      pathsOf(controller).flatMap((root) =>
        pathsOf(handler).map((path) => ({
          method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod],
          path: [root, path]
            .map((part) => part.replace(/^\/+|\/+$/g, ''))
            .filter((part) => part !== '')
            .reduce((whole, part) => `${whole}/${part}`, ''),
          authentication:
            Reflect.getMetadata(AUTHENTICATION, handler) ?? Reflect.getMetadata(AUTHENTICATION, controller),
        })),
      ),
    );
};

/** Returns the paths of a controller or a route, which may have several. */
const pathsOf = (target: object): readonly string[] =>
  [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();

const named = ({ method, path }: Route): string => `${method} ${path}`;

const routesOfPartner = (partner: Partner): readonly Route[] => {
  const { module } = partner.module({ publicUrl: created.url, settings: {} });
  return created.controllersOf(module).flatMap(routesOf);
};

/** Returns the vendors that own the route's path, in whose form its errors are answered. */
const ownersOf = (route: Route) => [
  named(route),
  partners.filter(({ family }) => family.ownsPath(route.path)).map(({ name }) => name),
];

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
