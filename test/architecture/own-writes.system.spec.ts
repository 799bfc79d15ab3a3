import { Credentials } from '#libs/access';
import { createLogger, SystemClock } from '#libs/environment';
import { partners } from '#libs/partners';
import { Projections } from '#libs/read-store';
import { ModulesContainer } from '@nestjs/core';
import type { Type } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readApiEnvironment } from '../../apps/api/src/api-environment.js';
import { createLedgerApp } from '../../apps/api/src/ledger-app.js';
import { type Ledger, openLedger } from '../../apps/api/src/ledger.js';
import { inThisThread } from '../support/running-ledger.js';
import { temporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.js';
import { declaredRoutes } from './declared-routes.js';

const TENANT = 'acme';
const MESSAGE = 'The list does not show all that was acknowledged yet. Try again.';

/** Projections that never run: every read of the rows is then a read of what is not there yet. */
class NoProjections extends Projections {
  override readonly isHealthy = true;

  override stop(): Promise<void> {
    return Promise.resolve();
  }
}

interface PartnerRoute {
  /** The vendor's name. */
  readonly partner: string;
  readonly path: string;
}

interface Asked {
  readonly path: string;
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | number | string[] | undefined;
}

let directory: TemporaryDirectory;
let ledger: Ledger;
let app: Awaited<ReturnType<typeof createLedgerApp>>;
let routes: readonly PartnerRoute[];
let answers: readonly Asked[];
/** How often the rows were read. */
let reads = 0;
const headersOf = new Map<string, Readonly<Record<string, string>>>();

/** Counts the reads of the rows; they are as they were otherwise. */
const countReads = ({ readStore }: Ledger): void => {
  const tables = readStore.tables.bind(readStore);
  readStore.tables = () => {
    reads += 1;
    return tables();
  };
};

/** Sends the documented requests of every vendor, so that each has disputes that no row shows. */
const writeDisputes = async (): Promise<void> => {
  const credentials = new Credentials(ledger.store, new SystemClock());
  for (const { name, demo } of partners) {
    const credential = await demo.issue(credentials, TENANT);
    await ledger.directory.untilReached(await ledger.store.headPosition());
    for (const { steps, disputeId = '' } of demo.disputes(credential)) {
      let opened = disputeId;
      for (const { path, headers, body, openedId } of steps) {
        headersOf.set(name, headers);
        const answer = await app.inject({ method: 'POST', url: path(opened), headers, payload: body });
        expect([path(opened), answer.statusCode < 300]).toStrictEqual([path(opened), true]);
        opened = openedId?.(answer.json()) ?? opened;
      }
    }
  }
};

/** Returns the routes that read, of every vendor, from the controllers that Nest has made. */
const readingRoutes = (): readonly PartnerRoute[] => {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  const reading = controllers
    .flatMap(({ metatype }) => declaredRoutes(metatype as Type))
    .filter(({ method }) => method === 'GET')
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  return partners.flatMap(({ name: partner, family }) =>
    reading.filter(({ path }) => family.ownsPath(path)).map(({ path }) => ({ partner, path })),
  );
};

const ask = async ({ partner, path }: PartnerRoute): Promise<Asked> => {
  const url = path.replace(':tenantId', TENANT).replace(/:\w+/g, 'UNKNOWN');
  const answer = await app.inject({ method: 'GET', url, headers: headersOf.get(partner) ?? {} });
  return {
    path,
    status: answer.statusCode,
    body: answer.body,
    retryAfter: answer.headers['retry-after'],
  };
};

beforeAll(async () => {
  directory = await temporaryDirectory();
  const environment = readApiEnvironment({ LEDGER_DATA_DIR: directory.path, LOG_LEVEL: 'silent' });
  const logger = createLogger('silent');
  ledger = await openLedger(environment, logger, {
    ...inThisThread,
    startProjections: () => new NoProjections(),
  });
  app = await createLedgerApp(ledger, environment, logger);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  await writeDisputes();
  routes = readingRoutes();
  countReads(ledger);
  answers = await Promise.all(routes.map(ask));
});

afterAll(async () => {
  await app.close();
  await ledger.close();
  await directory.remove();
});

describe('the GET routes of the vendors, while the rows are behind what was acknowledged', () => {
  it('are authenticated and answered', () => {
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.filter(({ status }) => ![200, 404, 503].includes(status))).toStrictEqual([]);
  });

  it('are unavailable for a while where they list rows, and never have less than was acknowledged', () => {
    expect(answers.filter(({ status }) => status === 503)).toMatchObject(
      ['/v1/disputes', '/dispute/v1/tenants/:tenantId/disputes', '/v1/tenants/:tenantId/disputes'].map(
        (path) => ({ path, retryAfter: '1' }),
      ),
    );
  });

  it('answer in their own form', () => {
    const bodies = answers
      .filter(({ status }) => status === 503)
      .map(({ body }) => JSON.parse(body) as object);

    expect(bodies).toMatchObject([
      { ok: false, error: { code: 'UNAVAILABLE', message: MESSAGE }, contractVersion: 'v1.0' },
      { status: 503, errors: [MESSAGE] },
      { status: 503, errors: [MESSAGE] },
    ]);
  });

  it('read no row where they do not wait for the rows', async () => {
    reads = 0;
    const served = routes.filter((_, index) => answers[index]?.status !== 503);
    for (const route of served) await ask(route);

    expect([served.length, reads]).toStrictEqual([answers.length - 3, 0]);
  });
});
