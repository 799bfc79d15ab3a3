import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EventMetadata, entityIdOf, type NewEvent } from '#libs/event-store';
import { ReadStore } from '#libs/read-store';
import { newSeed, type Random, randomFrom } from '../../../../test/support/random.js';
import { temporaryLog, type TemporaryLog } from '../../../../test/support/stores.js';
import { temporaryDirectory, type TemporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { isDeliveryEvent } from '../domain/delivery/delivery-codec.js';
import { disputeCodec } from '../domain/dispute-codec.js';
import type { DisputeEvent } from '../domain/dispute-event.js';
import { disputeStream } from '../domain/dispute-stream.js';
import { isInvoiceEvent } from '../domain/invoice/invoice-codec.js';
import { odrStatuses } from '../domain/odr/odr-status.js';
import { isOdrEvent } from '../domain/odr/odr-codec.js';
import { DisputeHistory } from '../streams/dispute-history.js';
import { CurrentDisputes } from './disputes/current-disputes.js';
import { DisputeQueries } from './disputes/dispute-queries.js';
import { disputeReadModel } from './disputes/dispute.read-model.js';
import { CurrentTimelines } from './timeline/current-timelines.js';
import { disputeTimelineReadModel } from './timeline/dispute-timeline.read-model.js';
import { type TimelineFilter, type TimelinePage, TimelineQueries } from './timeline/timeline-queries.js';

const HISTORIES = 2;
const seed = newSeed();
const models = [disputeReadModel, disputeTimelineReadModel];

type Stored = Pick<NewEvent, 'type' | 'data'>;

/** Returns the report with each status of the vendor's table. */
const inEveryStatus = ({ type, data }: Stored): readonly Stored[] =>
  Object.keys(odrStatuses).map((status) => ({ type, data: { ...data, status } }));

const folder = new URL('../../../../test/fixtures/events/', import.meta.url);

/** Every event that a dispute may have, as it is stored. */
const fixtures: readonly Stored[] = readdirSync(folder)
  .map((file) => (JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { stored: Stored }).stored)
  .filter(({ type }) => disputeCodec.storedNames.includes(type))
  .flatMap((stored) => (stored.type === 'DisputeStatusReported.v1' ? inEveryStatus(stored) : [stored]));

const eventsOf = (isOfKind: (event: DisputeEvent) => boolean): readonly Stored[] =>
  fixtures.filter((stored) => isOfKind(disputeCodec.decode(stored)));

const KINDS = [
  { kind: 'an institution', opening: 'OdrDisputeReferenced.v1', events: eventsOf(isOdrEvent) },
  { kind: 'a delivery', opening: 'DeliveryDisputeOpened.v1', events: eventsOf(isDeliveryEvent) },
  { kind: 'an invoice', opening: 'InvoiceDisputeOpened.v1', events: eventsOf(isInvoiceEvent) },
];

const ACTORS = [
  { name: 'Bruce Wayne', role: 'MEDIATOR' },
  { name: 'ABCDE1234F of the desk' },
  { name: 'Ångström \u{1f600} "x"' },
];

interface DisputeKey {
  readonly tenant: string;
  readonly disputeId: string;
}

let log: TemporaryLog;
let directory: TemporaryDirectory;
/** Rows that have everything, rows that lack the last event of each dispute, and none. */
let [full, late, none]: ReadStore[] = [];

beforeAll(async () => {
  process.stdout.write(`current reads, seed ${seed}\n`);
  [log, directory] = await Promise.all([temporaryLog(), temporaryDirectory()]);
  [full, late, none] = await Promise.all(
    ['full', 'late', 'none'].map((name) => ReadStore.open(`${directory.path}/${name}.sqlite`, models)),
  );
});

afterAll(async () => {
  for (const store of [full, late, none]) await store?.close();
  await log.dispose();
  await directory.remove();
});

const open = (store: ReadStore | undefined): ReadStore => {
  if (store === undefined) throw new Error('The rows are not open.');
  return store;
};

const project = async (store: ReadStore): Promise<void> => {
  for await (const { events, position } of log.store.readAll({ after: await store.position() }))
    await store.apply(events, position);
};

const metadataAt = (revision: number): EventMetadata => ({
  $correlationId: `correlation-${revision}`,
  $causationId: `command-${revision}`,
  commandId: `command-${revision}`,
  tenant: 'acme',
  actor: ACTORS[revision % ACTORS.length] ?? { name: '' },
  credentialId: 'credential-1',
  holder: 'Gotham ODR',
  authProfile: 'documented',
  // Some events share their millisecond.
  recordedAt: new Date(Date.UTC(2025, 0, 1) + Math.floor(revision / 2) * 60_000).toISOString(),
});

const append = async (stream: string, revision: number, stored: Stored): Promise<void> => {
  const event = {
    id: entityIdOf('current', `${stream}@${revision}`),
    ...stored,
    metadata: metadataAt(revision),
  };
  const { outcome } = await log.store.append(
    stream,
    [event],
    revision === 0 ? 'no-stream' : BigInt(revision - 1),
  );
  expect(outcome).toBe('appended');
};

const inOrder = (random: Random, events: readonly Stored[]): readonly Stored[] =>
  events
    .map((event) => ({ event, place: random.next() }))
    .sort((one, other) => one.place - other.place)
    .map(({ event }) => event);

const disputesFrom = (store: ReadStore): CurrentDisputes =>
  new CurrentDisputes(new DisputeQueries(store), new DisputeHistory(log.store));

const pagesOf = (random: Random, key: DisputeKey): readonly TimelinePage[] => {
  const time = (): string => metadataAt(random.below(16)).recordedAt;
  const filters: readonly TimelineFilter[] = [
    {},
    { from: time() },
    { to: time() },
    { from: time(), to: time(), actor: ACTORS[1]?.name ?? '' },
    { actor: 'nobody' },
    { type: 'DisputeUpdateRecorded' },
    { type: 'InvestigationStarted' },
    { effectiveOn: '2025-01-20' },
    { upTo: BigInt(random.below(16)) },
    { upTo: 3n, effectiveOn: '2099-01-01' },
  ];
  return filters.flatMap((filter) =>
    [null, random.below(6)].flatMap((after) =>
      [1, 3, 200].map((limit) => ({ ...key, filter, after, limit })),
    ),
  );
};

/** Expects the row of the dispute, and the dispute whichever rows there are, to be the same bytes. */
const expectSameDispute = async (key: DisputeKey, revision: number): Promise<string> => {
  const row = await new DisputeQueries(open(full)).dispute(key.tenant, key.disputeId);
  for (const store of [full, late, none]) {
    const read = await disputesFrom(open(store)).dispute(key);
    expect(JSON.stringify(read?.view)).toBe(JSON.stringify(row));
    expect(read?.last.revision).toBe(BigInt(revision));
  }
  return `${row?.status} ${row?.stage}`;
};

/** Expects each page of the timeline to be the same bytes in the rows and without them. */
const expectSameTimeline = async (key: DisputeKey, pages: readonly TimelinePage[]): Promise<void> => {
  const inStream = new CurrentTimelines(new TimelineQueries(open(none)), new DisputeHistory(log.store));
  const until = (await disputesFrom(open(none)).dispute(key))?.last.position ?? 0n;
  for (const page of pages) {
    const inRows = await new TimelineQueries(open(full)).timeline(page);
    expect(JSON.stringify(await inStream.timeline(page, until))).toBe(JSON.stringify(inRows));
  }
};

describe.each(KINDS)('a dispute about $kind', ({ kind, opening, events }) => {
  it('is read from its stream in the same bytes as from its rows, after each of its events', async () => {
    const random = randomFrom(seed);
    const first = events.filter(({ type }) => type === opening);
    const others = events.filter(({ type }) => type !== opening);
    const states = new Set<string>();
    for (let history = 0; history < HISTORIES; history += 1) {
      const key = { tenant: 'acme', disputeId: `${kind.replaceAll(' ', '-')}-${history}` };
      const stream = disputeStream(key.tenant, key.disputeId);
      for (const [revision, stored] of [...first, ...inOrder(random, others)].entries()) {
        await project(open(late));
        await append(stream, revision, stored);
        await project(open(full));
        states.add(await expectSameDispute(key, revision));
      }
      await expectSameTimeline(key, pagesOf(random, key));
    }
    expect(states.size).toBeGreaterThan(2);
  });
});

it('answers nothing about a dispute that does not exist, or that has only the end of a late link', async () => {
  const stream = disputeStream('acme', 'late-link');
  const lapsed = fixtures.find(({ type }) => type === 'LinkReservationLapsed.v1');
  if (lapsed === undefined) throw new Error('There is no such event.');
  await append(stream, 0, lapsed);
  await project(open(full));

  for (const store of [full, none])
    for (const disputeId of ['late-link', 'unknown'])
      expect(await disputesFrom(open(store)).dispute({ tenant: 'acme', disputeId })).toBeNull();
});

it('does not take a row for that of an event which has its revision in another log', async () => {
  const key = { tenant: 'acme', disputeId: 'replaced' };
  const stream = disputeStream(key.tenant, key.disputeId);
  const opened = fixtures.find(({ type }) => type === 'OdrDisputeReferenced.v1');
  if (opened === undefined) throw new Error('There is no such event.');
  await append(stream, 0, opened);
  await project(open(full));
  const other = await temporaryLog();
  const event = { id: entityIdOf('current', 'other'), ...opened, metadata: metadataAt(5) };
  await other.store.append(stream, [event], 'no-stream');
  const current = new CurrentDisputes(new DisputeQueries(open(full)), new DisputeHistory(other.store));

  expect((await current.dispute(key))?.view).toMatchObject({
    position: '1',
    openedAt: metadataAt(5).recordedAt,
  });
  await other.dispose();
});
