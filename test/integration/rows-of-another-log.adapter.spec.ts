import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger, dataFiles } from '#libs/environment';
import { Projections } from '#libs/read-store';
import { readApiEnvironment } from '../../apps/api/src/api-environment.js';
import { createLedgerApp } from '../../apps/api/src/ledger-app.js';
import { openLedger } from '../../apps/api/src/ledger.js';
import { developerOf, disputeOf, openingExample } from '../acceptance/enfinitos/clients.js';
import { embeddedDeployment } from '../support/deployments.js';
import { clusterPlace, embeddedPlace, type ExchangeablePlace } from '../support/exchangeable-log.js';
import { type PostgresServer, startPostgres } from '../support/postgres.js';
import { prepareLog } from '../support/prepared-log.js';
import { auditorKey, inThisThread, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { eventsOf, expectTruth, get, readiness, shown } from '../support/truth.js';
import { until } from '../support/until.js';

let postgres: PostgresServer;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.dispose());

type Place = ExchangeablePlace<unknown>;

/** Opens a dispute at the vendor's door, and expects it in that vendor's list and in the ledger's. */
const expectNextShows = async (running: RunningLedger): Promise<void> => {
  const developer = await developerOf(running);
  const { id } = disputeOf(await developer.post('', openingExample));
  const { data } = JSON.parse((await developer.get('')).text) as { data: { disputes: { id: string }[] } };
  expect(data.disputes.map((dispute) => dispute.id)).toContain(id);
  await expectTruth(running);
};

const open = async (running: RunningLedger, count: number): Promise<void> => {
  const developer = await developerOf(running);
  for (let index = 0; index < count; index += 1) await developer.post('', openingExample);
};

describe.each([
  ['the embedded stores', (): Promise<Place> => embeddedPlace() as Promise<Place>],
  ['EventStoreDB and PostgreSQL', (): Promise<Place> => clusterPlace(postgres) as Promise<Place>],
])('on %s', (_, newPlace) => {
  let place: Place;
  let running: RunningLedger;

  beforeEach(async () => {
    place = await newPlace();
    running = await startLedger({}, place);
  });

  afterEach(async () => {
    await running.stop();
    await place.dispose();
  });

  /** Stops the ledger, exchanges its log, and starts it over the rows that are there. */
  const startOver = async (saved: unknown): Promise<void> => {
    await running.stop();
    await place.put(saved);
    running = await startLedger({}, place);
  };

  it('an older log under newer rows, and then the newer one under the older rows', async () => {
    await open(running, 2);
    const old = await place.save();
    await open(running, 2);
    await expectTruth(running);
    const newer = await place.save();

    await startOver(old);
    await expectTruth(running);
    await startOver(newer);
    await expectTruth(running);
    await startOver(old);
    await expectNextShows(running);
  });

  it('an empty log under rows', async () => {
    await open(running, 2);
    await expectTruth(running);

    await startOver(undefined);
    await expectTruth(running);
    await expectNextShows(running);
  });

  it('a foreign log of the same length', async () => {
    const before = await place.save();
    await open(running, 2);
    await running.ledger.proofLog.signer.checkpoint();
    const foreign = await place.save();
    await startOver(before);
    await open(running, 2);
    await expectTruth(running);

    await startOver(foreign);
    await expectTruth(running);
    await expectNextShows(running);
  });

  it('a log that was cut after the last event that the rows took, and went on with others', async () => {
    await open(running, 1);
    const cut = await place.save();
    await developerOf(running);
    await developerOf(running);
    await expectTruth(running);
    const { reached } = { reached: await running.ledger.readStore.reached() };

    await running.stop();
    await place.put(cut);
    running = await startLedger({}, place);
    await expectTruth(running);
    await startOver(cut);
    expect(reached.every(({ last }) => typeof last === 'object')).toBe(true);
    await prepareLog(running.ledger.store, { disputes: 3, eventsEach: 10 });
    await expectTruth(running);
  });

  it('an older or a foreign log that takes its place while the ledger runs', async () => {
    const key = await auditorKey(running);
    await open(running, 1);
    const old = await place.save();
    await open(running, 2);
    await expectTruth(running);

    await place.putUnder(old);
    const inLog = new Set((await eventsOf(running.ledger.store)).map(({ stream }) => stream));
    await until(async () => {
      const answer = await get(running, '/ledger/disputes?limit=100', key);
      if (answer.status !== 200) return false;
      const { disputes } = (await answer.json()) as { disputes: { tenant: string; disputeId: string }[] };
      return (
        disputes.length === inLog.size &&
        disputes.every(({ tenant, disputeId }) => inLog.has(`dispute-${tenant}.${disputeId}`))
      );
    });
    // Nothing is signed or written until somebody has started it again over this log.
    await until(async () => {
      const { checks } = (await readiness(running)).body as { checks: { proofs: boolean } };
      return !checks.proofs;
    });
    await startOver(old);
    await expectNextShows(running);
  });
});

describe('files that were copied one by one while the ledger ran', () => {
  it.each(['rows last', 'rows first'])('show what the copied log has: %s', async (order) => {
    const [from, to] = [await embeddedDeployment(), await embeddedDeployment()];
    const [source, target] = [from, to].map(({ variables }) => String(variables['LEDGER_DATA_DIR']));
    let running = await startLedger({}, from);
    await open(running, 2);
    await running.ledger.proofLog.signer.checkpoint();
    const names = (await readdir(source ?? '')).sort((a, b) => (a < b === (order === 'rows last') ? -1 : 1));
    for (const name of names.filter((one) => !one.endsWith('-shm'))) {
      await cp(join(source ?? '', name), join(target ?? '', name), { recursive: true });
      await open(running, 1);
      await expectTruth(running);
    }
    await running.stop();
    await from.dispose();
    // The copy of a checkpoint may be newer than that of the log, which the start refuses.
    await rm(dataFiles(target ?? '').checkpoint, { force: true });

    running = await startLedger({}, to);
    await expectTruth(running);
    await expectNextShows(running);
    await running.dispose();
  });
});

/** Projections in a process that is away. */
class NoProjections extends Projections {
  override readonly isHealthy = true;

  override stop(): Promise<void> {
    return Promise.resolve();
  }
}

/** Starts an API process of a cluster, which writes no rows. */
const startApi = async (place: Place) => {
  const environment = readApiEnvironment({
    LEDGER_DEMO: '0',
    LOG_LEVEL: 'silent',
    PORT: '0',
    ...place.variables,
  });
  const logger = createLogger('silent');
  const ledger = await openLedger(environment, logger, {
    ...inThisThread,
    startProjections: () => new NoProjections(),
  });
  const app = await createLedgerApp(ledger, environment, logger);
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const close = async (): Promise<void> => {
    await app.close();
    await ledger.close();
  };
  return { url, ledger, close };
};

describe('an API process without projections', () => {
  it('does not answer from the rows of another log, and says so, until a projector has built them again', async () => {
    const place = (await clusterPlace(postgres)) as Place;
    let running = await startLedger({}, place);
    const key = await auditorKey(running);
    const { apiKey } = await developerOf(running);
    const before = await place.save();
    await open(running, 2);
    await expectTruth(running);
    const api = await startApi(place);
    const lists = [
      ['/ledger/disputes', key],
      ['/ledger/activity', key],
      ['/v1/disputes', apiKey],
    ] as const;
    const answers = () => Promise.all(lists.map(([path, holder]) => get(api, path, holder)));
    await until(async () => (await answers()).every(({ status }) => status === 200));

    await running.stop();
    await place.putUnder(before);
    await until(async () => (await answers()).every(({ status }) => status === 503));
    for (const { headers } of await answers()) expect(headers.get('retry-after')).toMatch(/^\d+$/);
    const { status, body } = await readiness(api);
    expect([status, body['checks']]).toMatchObject([503, { readModels: false, readStore: true }]);
    expect(body['readModelLag']).toBeLessThan(0);
    expect(String(body['rowsRefused'])).toContain('not those of this event log');

    running = await startLedger({}, place);
    await until(async () => (await answers()).every((answer) => answer.status === 200));
    expect(await shown({ ...running, url: api.url }, '/ledger/disputes', key)).toMatchObject({
      disputes: [],
    });
    await expectTruth(running);
    await api.close();
    await running.stop();
    await place.dispose();
  });
});
