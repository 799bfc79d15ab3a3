import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { subscriptionFaults } from '../../../../test/support/eventstoredb/fault-table.js';
import {
  type OpenedEventStoreDb,
  openEventStoreDb,
} from '../../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../../test/support/eventstoredb/test-event-store.js';
import { Following } from '../../contract/following.js';
import {
  accepted,
  ids,
  isGrowing,
  noted,
  notes,
  positions,
  uniqueName,
} from '../../contract/sample-events.js';
import { type EventStore, type LogPage, type RecordedEvent, StoreUnavailableError } from '../event-store.js';
import { followLog } from '../follow-log.js';
import { LastTaken } from '../last-taken.js';
import { type Append, settleAppend } from '../transactions/settle-append.js';

const TIMES = 20;
/** Long enough that a slow subscription does not look dead: a busy machine would restart it endlessly. */
const QUICK = { quietSubscriptionMs: 250 };

/** Appends the same events until they are stored: the fault may also break the append's own call. */
const untilSettled = async (store: EventStore, append: Append): Promise<void> => {
  for (;;) {
    try {
      await settleAppend(store, append);
      return;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
  }
};

describe('following the log during faults of the event store', () => {
  let server: TestEventStore;
  let opened: OpenedEventStoreDb;
  beforeEach(async () => {
    server = await TestEventStore.start({ hasCategoryProjection: true });
    opened = await openEventStoreDb(server.url, QUICK);
  });
  afterEach(async () => {
    await opened.dispose();
    await server.stop();
  });

  it.each(subscriptionFaults)('"%s", 20 times: every event arrives once, in order', async (fault) => {
    const { store } = opened;
    const stream = uniqueName('note');
    const seen: RecordedEvent[] = [];
    const taken = new LastTaken(store);
    const stopping = new AbortController();
    let heard: () => void = () => undefined;
    const following = followLog(
      store,
      { streamPrefixes: [stream], signal: stopping.signal },
      {
        gatherMs: 0,
        startAfter: () => taken.startAfter(),
        onPage: async (page) => {
          seen.push(...page.events);
          await taken.note(page);
          heard();
        },
        onError: () => undefined,
      },
    );
    const written = notes(TIMES * 2);
    const untilAllSeen = async (count: number): Promise<void> => {
      while (seen.length < count) await new Promise<void>((resolve) => (heard = resolve));
    };
    for (let round = 0; round < TIMES; round += 1) {
      server.faults.order('subscription', fault);
      const events = written.slice(2 * round, 2 * round + 2);
      await untilSettled(store, { stream, events, revision: BigInt(2 * round - 1) });
      await untilAllSeen(2 * round + 2);
    }
    stopping.abort();
    await following;
    expect(ids(seen)).toEqual(ids(written));
    expect(isGrowing(positions(seen))).toBe(true);
  });

  it('a subscription that the server has forgotten is noticed and ends', async () => {
    const { store } = opened;
    const stream = uniqueName('note');
    const following = new Following(store, { streamPrefixes: [stream] });
    await following.untilCaughtUp();
    server.faults.order('subscription', 'silence');
    await store.append(stream, [noted('unheard')], 'no-stream');
    await expect(following.next()).rejects.toThrow('ended the subscription');
  });

  it('moves its position forward while nothing in the log is for the reader', async () => {
    const { store } = opened;
    const following = new Following(store, { streamPrefixes: [uniqueName('mine')] });
    await following.untilCaughtUp();
    const { position } = accepted(await store.append(uniqueName('other'), notes(3), 'no-stream'));
    const page = await following.until((each: LogPage) => each.position >= position);
    expect(page.events).toEqual([]);
  });

  it('does not start where no record begins', async () => {
    const following = new Following(opened.store, { after: 7n });
    await expect(following.next()).rejects.toThrow(RangeError);
  });

  it('delivers none of the server’s own events, not even those that delete a stream', async () => {
    const { store } = opened;
    const [kept, deleted, ended] = [uniqueName('note'), uniqueName('note'), uniqueName('note')];
    for (const stream of [kept, deleted, ended]) await store.append(stream, [noted(stream)], 'no-stream');
    server.log.softDelete(deleted);
    server.log.tombstone(ended);
    const following = new Following(store);
    await following.untilCaughtUp();
    expect(following.events.map(({ stream }) => stream)).toEqual([kept, deleted, ended]);
  });
});
