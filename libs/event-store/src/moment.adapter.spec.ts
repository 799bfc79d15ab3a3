import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { disputeReferenced } from '../../../test/support/disputes.js';
import { newEvent } from '../../../test/support/prepared-log.js';
import { temporaryLog, type TemporaryLog } from '../../../test/support/stores.js';
import type { NewEvent, RecordedEvent } from './event-store.js';
import { hadHappened, type Moment, lastEventBy } from './moment.js';

const STREAM = 'dispute-smartodr.A-1';

let log: TemporaryLog;

beforeEach(async () => {
  log = await temporaryLog();
});

afterEach(() => log.dispose());

const at = (stream: string, revision: number, recordedAt: string): NewEvent => {
  const event = newEvent(stream, revision, disputeReferenced({ disputeId: 'A-1' }));
  return { ...event, metadata: { ...event.metadata, recordedAt } };
};

const eventsOf = async (stream: string): Promise<RecordedEvent[]> => {
  const events: RecordedEvent[] = [];
  for await (const event of log.store.readStream(stream, { direction: 'forwards' })) events.push(event);
  return events;
};

describe('the last event of a stream by a moment', () => {
  it('is none in a stream that does not exist', async () => {
    expect(await lastEventBy(log.store, STREAM, { kind: 'revision', revision: 7n })).toBeUndefined();
  });

  it('is the last of all events of one millisecond when that is the instant', async () => {
    const [early, same, late] = ['00.000Z', '00.001Z', '00.002Z'].map((end) => `2025-01-01T00:00:${end}`);
    const times = [early, same, same, same, late].map(String);
    await log.store.append(
      STREAM,
      times.map((time, index) => at(STREAM, index, time)),
      'no-stream',
    );

    expect(await lastEventBy(log.store, STREAM, { kind: 'instant', instant: String(early) })).toMatchObject({
      revision: 0n,
    });
    expect(await lastEventBy(log.store, STREAM, { kind: 'instant', instant: String(same) })).toMatchObject({
      revision: 3n,
    });
    expect(
      await lastEventBy(log.store, STREAM, { kind: 'instant', instant: '2024-12-31T23:59:59.999Z' }),
    ).toBeUndefined();
  });

  it('is the one that reading the whole stream finds', async () => {
    const other = 'dispute-smartodr.B-1';
    for (let revision = 0; revision < 23; revision += 1) {
      const time = new Date(Date.UTC(2025, 0, 1) + Math.floor(revision / 3)).toISOString();
      const expected = revision === 0 ? 'no-stream' : BigInt(revision - 1);
      for (const stream of [STREAM, other])
        await log.store.append(stream, [at(stream, revision, time)], expected);
    }
    const events = await eventsOf(STREAM);
    const moment: fc.Arbitrary<Moment> = fc.oneof(
      fc.bigInt(0n, 30n).map((revision): Moment => ({ kind: 'revision', revision })),
      fc.bigInt(0n, 50n).map((position): Moment => ({ kind: 'position', position })),
      fc.integer({ min: -2, max: 10 }).map((ms): Moment => ({
        kind: 'instant',
        instant: new Date(Date.UTC(2025, 0, 1) + ms).toISOString(),
      })),
    );

    await fc.assert(
      fc.asyncProperty(moment, async (by) => {
        const last = events.findLast((event) => hadHappened(event, by));
        expect(await lastEventBy(log.store, STREAM, by)).toStrictEqual(last);
      }),
    );
  });
});
