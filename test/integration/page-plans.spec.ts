import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActivityQueries } from '#libs/activity';
import { readModels } from '#libs/deployment';
import {
  type DisputeFilter,
  DisputeQueries,
  PastDisputeQueries,
  ResolutionQueries,
  TimelineQueries,
  WholeDisputeLists,
} from '#libs/disputes';
import { EmbeddedEventStore } from '#libs/event-store';
import { ReadStore } from '#libs/read-store';
import { type DatabaseSync, openDatabase } from '#libs/sqlite';
import { type CompiledQuery, type KyselyPlugin, SqliteQueryCompiler } from 'kysely';
import { DisputeHistory } from '../../libs/disputes/src/streams/dispute-history.js';
import { prepareLog } from '../support/prepared-log.js';
import { tablesOf } from '../support/read-model-rows.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';

let directory: TemporaryDirectory;
let log: EmbeddedEventStore;
let readStore: ReadStore;
let database: DatabaseSync;

beforeAll(async () => {
  directory = await temporaryDirectory();
  log = await EmbeddedEventStore.open(`${directory.path}/events.sqlite`);
  await prepareLog(log, { disputes: 20, eventsEach: 20 });
  readStore = await ReadStore.open(`${directory.path}/rows.sqlite`, readModels);
  for await (const { events, position } of log.readAll()) await readStore.apply(events, position);
  database = await openDatabase(`${directory.path}/rows.sqlite`, { synchronous: 'NORMAL' });
});

afterAll(async () => {
  database.close();
  await readStore.close();
  await log.close();
  await directory.remove();
});

/** Returns the read store, and the queries that it is going to run on its tables. */
const listenedTo = (): { readonly store: ReadStore; readonly asked: CompiledQuery[] } => {
  const asked: CompiledQuery[] = [];
  const listener: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      asked.push(new SqliteQueryCompiler().compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const tables = () => readStore.tables<never>().withPlugin(listener);
  return { store: Object.assign(Object.create(readStore) as ReadStore, { tables }), asked };
};

const planOf = ({ sql, parameters }: CompiledQuery): string[] =>
  database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...(parameters as string[]))
    .map(({ detail }) => String(detail));

/**
 * Returns the steps whose cost grows with the rows: a full scan of a table or of a covering index, and a
 * sort. A scan of the query's own subquery is not among them, because the subquery's limit bounds it.
 */
const growing = (plan: readonly string[]): string[] => {
  const own = plan.flatMap((step) => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)$/.exec(step)?.[1] ?? []);
  return plan.filter((step) => {
    if (step.includes('TEMP B-TREE FOR ORDER BY')) return true;
    // Reads every row of an axis, of which only some buckets are needed.
    if (step.startsWith('SEARCH dispute_counts') && !step.includes('level=? AND bucket>? AND bucket<?'))
      return true;
    const scanned = /^SCAN (\w+)(?: USING COVERING INDEX .*)?$/.exec(step)?.[1];
    return scanned !== undefined && !own.includes(scanned);
  });
};

const moment = { kind: 'position', position: 200n } as const;
const instant = { kind: 'instant', instant: '2025-01-01T00:05:00.000Z' } as const;
const TENANT = { tenant: 'smartodr' };
const first = { before: null, limit: 50 };
const dispute = { tenant: 'smartodr', disputeId: 'LOG-00003' };
const place = { ms: Date.parse(instant.instant), position: 100 };

type Ask = (store: ReadStore) => Promise<unknown>;

const past = (store: ReadStore): PastDisputeQueries => new PastDisputeQueries(store, new DisputeHistory(log));

const wholeList = async (store: ReadStore, filter: DisputeFilter): Promise<void> => {
  const list = await new WholeDisputeLists(store, past(store)).open({ filter, most: 1_000 });
  for await (const page of list.pages()) expect(page).not.toHaveLength(0);
};

const PAGES: readonly (readonly [string, Ask])[] = [
  ['the list', (store) => new DisputeQueries(store).disputes({ ...first, filter: {} })],
  ['its later page', (store) => new DisputeQueries(store).disputes({ before: 90, limit: 50, filter: {} })],
  [
    "a tenant's list by status",
    (store) =>
      new DisputeQueries(store).disputes({ ...first, filter: { ...TENANT, statuses: ['open', 'resolved'] } }),
  ],
  [
    'a timeline',
    (store) => new TimelineQueries(store).timeline({ ...dispute, filter: {}, after: 7, limit: 50 }),
  ],
  ['the list as of a position', (store) => past(store).disputes({ ...first, filter: {} }, moment)],
  ['the list as of an instant', (store) => past(store).disputes({ ...first, filter: {} }, instant)],
  [
    "a tenant's list as of an instant, a later page",
    (store) => past(store).disputes({ before: place, limit: 50, filter: TENANT }, instant),
  ],
  ...[
    {},
    { stages: ['opened'] },
    { documentNumber: 'INV-1' },
    { accountNumber: 'ACC-1', stages: ['opened'] },
  ].map((filter): readonly [string, Ask] => [
    `the whole list of a tenant's disputes with ${JSON.stringify(filter)}`,
    (store) => wholeList(store, { ...TENANT, ...filter }),
  ]),
  ['the resolutions', (store) => new ResolutionQueries(store).resolutions({ ...first, filter: {} })],
  [
    'the resolutions as of a position',
    (store) => new ResolutionQueries(store).resolutions({ ...first, filter: {} }, moment),
  ],
  [
    'the resolutions of a tenant as of an instant',
    (store) => new ResolutionQueries(store).resolutions({ ...first, filter: TENANT }, instant),
  ],
  ['the activity', (store) => new ActivityQueries(store).page({ filter: {}, from: null, limit: 50 })],
  [
    'the activity of an actor, a later page',
    (store) =>
      new ActivityQueries(store).page({
        filter: { actor: 'Bruce Wayne' },
        from: { direction: 'older', place },
        limit: 50,
      }),
  ],
];

/** Resolves with the names of the tables that the pages query. */
const tablesAsked = async (): Promise<ReadonlySet<string>> => {
  const { store, asked } = listenedTo();
  for (const [, ask] of PAGES) await ask(store);
  return new Set(asked.flatMap(({ sql }) => [...sql.matchAll(/"(\w+)"/g)].map(([, name]) => name ?? '')));
};

describe('one page', () => {
  it.each(readModels)('is among these for $name', async (model) => {
    const asked = await tablesAsked();

    expect((await tablesOf([model])).filter((table) => asked.has(table))).not.toStrictEqual([]);
  });

  it.each(PAGES)('costs the same however long the log is: %s', async (_, ask) => {
    const { store, asked } = listenedTo();
    await ask(store);

    const plans = asked.map(planOf);
    expect(plans.length).toBeGreaterThan(0);
    expect({ growing: plans.flatMap(growing), plans }).toStrictEqual({ growing: [], plans });
  });

  it('would fail this test if it did not', () => {
    const scanned = planOf({ sql: 'SELECT * FROM disputes WHERE view = ?', parameters: ['x'] } as never);
    const sorted = planOf({ sql: 'SELECT * FROM activity ORDER BY search_text', parameters: [] } as never);

    expect([growing(scanned).length, growing(sorted).length]).toStrictEqual([1, 2]);
  });
});
