import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DisputeView } from '#libs/disputes';
import type { RecordedEvent } from '#libs/event-store';
import { disputeAnswer } from '../../../apps/api/src/ledger-api/ledger-api.translate.js';
import { disputeStream, disputeStreamPrefix } from '../../../libs/disputes/src/domain/dispute-stream.js';
import type { DisputeEvent } from '../../../libs/disputes/src/domain/dispute-event.js';
import { projectDispute } from '../../../libs/disputes/src/projections/dispute-view.js';
import { recordedDisputeEvent } from '../../../libs/disputes/src/streams/recorded-dispute-events.js';
import { arbitrationReport, disputeReferenced, reportFiled, updateRecorded } from '../../support/disputes.js';
import { newEvent } from '../../support/prepared-log.js';
import { newSeed, type Random, randomFrom } from '../../support/random.js';
import { auditorKey, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';
import { bodyOf, type Read, readerOf, send } from '../clients.js';

const TENANT = 'smartodr';
const DISPUTES = 30;
const EVENTS = 400;
const PAIRS = 1_000;
const LISTS = 60;
const READS_AT_ONCE = 20;
const START = Date.UTC(2025, 2, 1, 10);

/** A moment as a query names it, with a test of whether an event had happened by then. */
interface Moment {
  readonly query: string;
  readonly has: (event: RecordedEvent) => boolean;
}

const seed = newSeed();
let running: RunningLedger;
let read: Read;
let key: string;
let events: readonly RecordedEvent[];

beforeAll(async () => {
  process.stdout.write(`history of ${EVENTS} events, seed ${seed}\n`);
  running = await startLedger();
  key = await auditorKey(running);
  read = readerOf(running, key);
  await writeHistory(randomFrom(seed));
  events = await disputeEvents();
});

afterAll(() => running.dispose());

/**
 * Writes events to disputes in random order. About three events share a millisecond, and each is recorded by
 * a clock that is up to 20 ms late, but never before the previous event of its dispute.
 */
const writeHistory = async (random: Random): Promise<void> => {
  const { store } = running.ledger;
  const revisions = new Map<string, number>();
  const times = new Map<string, number>();
  for (let index = 0; index < EVENTS; index += 1) {
    const disputeId = `H-${random.below(DISPUTES)}`;
    const revision = revisions.get(disputeId) ?? 0;
    const time = Math.max(times.get(disputeId) ?? 0, START + Math.floor(index / 3) - random.below(20));
    revisions.set(disputeId, revision + 1);
    times.set(disputeId, time);
    const stream = disputeStream(TENANT, disputeId);
    const made = newEvent(stream, revision, eventAt(disputeId, revision));
    const event = { ...made, metadata: { ...made.metadata, recordedAt: new Date(time).toISOString() } };
    await store.append(stream, [event], revision === 0 ? 'no-stream' : BigInt(revision - 1));
  }
};

const eventAt = (disputeId: string, revision: number): DisputeEvent => {
  if (revision === 0) return disputeReferenced({ disputeId });
  if (revision % 4 !== 3) return updateRecorded({ update: `Update ${revision} of ${disputeId}` });
  const warnings =
    revision % 8 === 7
      ? [{ code: 'APPOINTED_AFTER_AWARD', message: 'Appointed after the award.' } as const]
      : [];
  return reportFiled({
    version: (revision + 1) / 4,
    report: arbitrationReport({ awardAmount: String(1_000 + revision) }),
    warnings,
  });
};

const disputeEvents = async (): Promise<readonly RecordedEvent[]> => {
  const found: RecordedEvent[] = [];
  for await (const page of running.ledger.store.readAll({ streamPrefixes: [disputeStreamPrefix] }))
    found.push(...page.events);
  return found;
};

/** Returns the moment of the event, or one directly before or after it. */
const momentNear = (random: Random, event: RecordedEvent): Moment => {
  const off = random.below(3) - 1;
  if (random.below(2) === 0) {
    const position = event.position + BigInt(off < 0 ? -1 : 0);
    return { query: `position=${position}`, has: (other) => other.position <= position };
  }
  const instant = new Date(Date.parse(event.metadata.recordedAt) + off).toISOString();
  return { query: `asOf=${instant}`, has: (other) => other.metadata.recordedAt <= instant };
};

const folded = (past: readonly RecordedEvent[]): DisputeView | null =>
  past.map(recordedDisputeEvent).reduce<DisputeView | null>(projectDispute, null);

const any = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('There is nothing to choose from.');
  return item;
};

const shown = (view: DisputeView): unknown => JSON.parse(JSON.stringify(disputeAnswer(view)));

/** Returns each dispute's state at the moment, folded from its own events only. */
const pastViews = (moment: Moment): readonly DisputeView[] => {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events.filter(moment.has))
    streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
  return [...streams.values()].map(folded).filter((view) => view !== null);
};

const expectPairs = async (count: number): Promise<void> => {
  const random = randomFrom(seed + count);
  const pairs = Array.from({ length: count }, () => {
    const { stream } = any(random, events);
    const own = events.filter((event) => event.stream === stream);
    return { own, stream, moment: momentNear(random, any(random, random.below(2) === 0 ? own : events)) };
  });
  for (let from = 0; from < count; from += READS_AT_ONCE)
    await Promise.all(pairs.slice(from, from + READS_AT_ONCE).map(expectPair));
};

const expectPair = async ({ own, stream, moment }: Pair): Promise<void> => {
  const view = folded(own.filter(moment.has));
  const path = `/ledger/disputes/${TENANT}/${stream.slice(stream.indexOf('.') + 1)}?${moment.query}`;
  const answer = await read(path);
  expect([path, answer.status]).toStrictEqual([path, view === null ? 404 : 200]);
  if (view !== null) expect(bodyOf(answer)).toStrictEqual(shown(view));
};

interface Pair {
  readonly own: readonly RecordedEvent[];
  readonly stream: string;
  readonly moment: Moment;
}

interface List {
  readonly disputes: readonly { readonly disputeId: string }[];
  readonly counts: Record<string, number>;
}

const expectLists = async (count: number): Promise<void> => {
  const random = randomFrom(seed + count);
  for (let index = 0; index < count; index += 1) {
    const moment = momentNear(random, any(random, events));
    const views = pastViews(moment);
    const { disputes, counts } = bodyOf<List>(await read(`/ledger/disputes?limit=200&${moment.query}`));
    const byId = (a: { disputeId: string }, b: { disputeId: string }): number =>
      a.disputeId < b.disputeId ? -1 : 1;
    expect([...disputes].sort(byId)).toStrictEqual([...views].sort(byId).map(shown));
    expect(Object.values(counts).reduce((sum, one) => sum + one, 0)).toBe(views.length);
  }
};

describe('the past of a dispute', () => {
  it(`is a fold of its events up to the moment, for ${PAIRS} pairs of dispute and moment`, async () => {
    await expectPairs(PAIRS);
  });

  it(`is what a list shows, for ${LISTS} moments`, async () => {
    await expectLists(LISTS);
  });

  it('is the same after a replay has replaced the rows', async () => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const url = `${running.url}/ledger/replays`;
    const started = await send(url, { method: 'POST', headers, body: '{"swap":true}' });
    expect(started.status).toBe(202);
    const path = started.headers.get('location') ?? '';
    const state = async (): Promise<string> => bodyOf<{ state: string }>(await read(path)).state;
    await until(async () => (await state()) !== 'running');

    expect(await state()).toBe('done');
    await expectPairs(PAIRS / 10);
    await expectLists(LISTS / 2);
  });
});
