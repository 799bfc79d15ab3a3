import { type EventStore, connectEventStoreDb, LogHead } from '#libs/event-store';
import { ReadStore } from '#libs/read-store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { disputeReferenced } from '../../../../../test/support/disputes.js';
import { PATIENT } from '../../../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../../../test/support/eventstoredb/test-event-store.js';
import { invoiceDisputeOpened } from '../../../../../test/support/invoice-disputes.js';
import { type PostgresServer, startPostgres } from '../../../../../test/support/postgres.js';
import { newEvent } from '../../../../../test/support/prepared-log.js';
import { openReadStore } from '../../../../../test/support/read-model-rows.js';
import { temporaryLog } from '../../../../../test/support/stores.js';
import { temporaryDirectory } from '../../../../../test/support/temporary-directory.js';
import type { DisputeEvent } from '../../domain/dispute-event.js';
import { disputeStream } from '../../domain/dispute-stream.js';
import { limits } from '../../limits.js';
import { DisputeIds } from './dispute-ids.js';
import { disputeReadModel } from './dispute.read-model.js';
import { OdrSpellings } from './odr-spellings.js';

const TENANT = 'smartodr';

/** A server of rows that is not there. */
const AWAY = 'postgres://nobody@127.0.0.1:1/none';

/** An empty log and empty rows, and what removes them. */
interface Stores {
  readonly log: EventStore;
  readonly rows: ReadStore;
  dispose(): Promise<void>;
}

let postgres: PostgresServer;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres.dispose());

const embedded = async (): Promise<Stores> => {
  const [directory, log] = await Promise.all([temporaryDirectory(), temporaryLog()]);
  const rows = await openReadStore(`${directory.path}/rows.sqlite`, [disputeReadModel]);
  return {
    log: log.store,
    rows,
    dispose: async () => {
      await Promise.all([rows.close(), log.dispose()]);
      await directory.remove();
    },
  };
};

const clustered = async (): Promise<Stores> => {
  const server = await TestEventStore.start();
  const log = await connectEventStoreDb(server.url, PATIENT);
  const rows = await openReadStore(await postgres.newDatabase(), [disputeReadModel]);
  return {
    log,
    rows,
    dispose: async () => {
      await Promise.all([rows.close(), log.close()]);
      await server.stop();
    },
  };
};

describe.each([
  ['the embedded stores', embedded],
  ['EventStoreDB and PostgreSQL', clustered],
])('the ids of disputes in %s', (_, opened) => {
  let stores: Stores;
  let started: DisputeIds[];

  beforeEach(async () => {
    stores = await opened();
    started = [];
  });

  afterEach(async () => {
    await Promise.all(started.map((ids) => ids.onModuleDestroy()));
    await stores.dispose();
  });

  /** Begins a file under the id as it is, as an earlier version did. */
  const begin = async (
    disputeId: string,
    event: DisputeEvent = disputeReferenced({ disputeId }),
  ): Promise<void> => {
    const stream = disputeStream(TENANT, disputeId);
    await stores.log.append(stream, [newEvent(stream, 0, event)], 'no-stream');
  };

  const project = async (): Promise<void> => {
    const after = await stores.rows.position();
    for await (const { events, position } of stores.log.readAll({ after }))
      await stores.rows.apply(events, position);
  };

  /** Starts as a process does, over the rows as they are. */
  const start = (rows = stores.rows): ((disputeId: string) => Promise<string>) => {
    const ids = new DisputeIds(stores.log, new OdrSpellings(rows), new LogHead(stores.log));
    started.push(ids);
    ids.onModuleInit();
    return (disputeId) => ids.forWriting(TENANT, disputeId);
  };

  const withoutRows = async <Result>(work: (rows: ReadStore) => Promise<Result>): Promise<Result> => {
    const away = await ReadStore.connect(AWAY, [disputeReadModel]);
    try {
      return await work(away);
    } finally {
      await away.close();
    }
  };

  it('are in upper case in a ledger of this version, whether its rows are ready, behind or away', async () => {
    await begin('ONE-1');
    await begin('invoice-1', invoiceDisputeOpened({ disputeId: 'invoice-1' }));

    const behind = start();
    expect(await behind('ONE-1')).toBe('ONE-1');
    expect(await behind('one-2')).toBe('ONE-2');
    expect(await behind('invoice-1')).toBe('invoice-1');
    await withoutRows(async (away) => {
      expect(await start(away)('one-1')).toBe('ONE-1');
      await Promise.all(started.splice(1).map((ids) => ids.onModuleDestroy()));
    });
    await project();
    const ready = start();
    expect(await ready('one-1')).toBe('ONE-1');
    // The rows were asked at the start, and are never asked again.
    await stores.rows.close();
    expect(await ready('one-3')).toBe('ONE-3');
    expect(await behind('one-3')).toBe('ONE-3');
  });

  it('are those of before, found in the log alone', async () => {
    for (const id of ['Old-1', 'TWO-1', 'two-1', 'Three-1', 'THREE-1', 'Four-1', 'four-1']) await begin(id);

    await withoutRows(async (away) => {
      const idFor = start(away);

      expect(await Promise.all(['OLD-1', 'two-1', 'three-1', 'FOUR-1', 'new-1'].map(idFor))).toStrictEqual([
        'Old-1',
        'TWO-1',
        'Three-1',
        'Four-1',
        'NEW-1',
      ]);
      await Promise.all(started.splice(0).map((ids) => ids.onModuleDestroy()));
    });
  });

  it.each([
    ['ready', 8],
    ['behind', 4],
    ['behind all of them', 0],
    ['behind the last', 7],
  ])('are the older of two on either side of where the rows are: %s', async (__, projected) => {
    const files = ['Before-1', 'Two-1', 'UPPER-1', 'Both-1', 'TWO-1', 'upper-1', 'both-1', 'After-1'];
    for (const [index, id] of files.entries()) {
      await begin(id);
      if (index < projected) await project();
    }
    const idFor = start();

    const found = await Promise.all(
      ['BEFORE-1', 'two-1', 'upper-1', 'BOTH-1', 'after-1', 'new-1'].map(idFor),
    );
    expect(found).toStrictEqual(['Before-1', 'Two-1', 'UPPER-1', 'Both-1', 'After-1', 'NEW-1']);
  });

  it('are known for a ledger that has some before the rows and none after', async () => {
    await begin('Old-1');
    await project();
    await begin('NEW-1');

    expect(await Promise.all(['OLD-1', 'new-1'].map(start()))).toStrictEqual(['Old-1', 'NEW-1']);
  });
});

describe('more ids in other letters than are kept', () => {
  it('are asked of the rows', async () => {
    const { log, rows, dispose } = await embedded();
    const streams = Array.from({ length: limits.maxKnownSpellings + 1 }, (_, index) => `Old-${index}`);
    for (let from = 0; from < streams.length; from += 2_000)
      await Promise.all(
        streams.slice(from, from + 2_000).map((disputeId) => {
          const stream = disputeStream(TENANT, disputeId);
          return log.append(stream, [newEvent(stream, 0, disputeReferenced({ disputeId }))], 'no-stream');
        }),
      );
    const ids = new DisputeIds(log, new OdrSpellings(rows), new LogHead(log));
    ids.onModuleInit();

    await expect(ids.forWriting(TENANT, 'OLD-1')).rejects.toThrow('The rows have not reached position');
    for await (const { events, position } of log.readAll()) await rows.apply(events, position);
    expect(await ids.forWriting(TENANT, 'OLD-10000')).toBe('Old-10000');
    await ids.onModuleDestroy();
    await dispose();
  });
});

describe('a process that starts while its log is away', () => {
  it('knows the ids once the log is there', async () => {
    const server = await TestEventStore.start();
    const log = await connectEventStoreDb(server.url, PATIENT);
    const away = await ReadStore.connect(AWAY, [disputeReadModel]);
    const stream = disputeStream(TENANT, 'Old-1');
    await log.append(stream, [newEvent(stream, 0, disputeReferenced({ disputeId: 'Old-1' }))], 'no-stream');
    await server.stop();
    const ids = new DisputeIds(log, new OdrSpellings(away), new LogHead(log));
    ids.onModuleInit();

    await expect(ids.forWriting(TENANT, 'OLD-1')).rejects.toThrow('It is not known yet');
    await server.restart();
    let found: string | undefined;
    while (found === undefined) found = await ids.forWriting(TENANT, 'OLD-1').catch(() => undefined);
    expect(found).toBe('Old-1');
    await ids.onModuleDestroy();
    await Promise.all([log.close(), away.close()]);
    await server.stop();
  });
});
