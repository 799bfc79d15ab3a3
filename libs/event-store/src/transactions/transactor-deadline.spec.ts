import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { add, countersOver } from '../../contract/counter.js';
import { EventStore, StoreUnavailableError } from '../event-store.js';
import { limits } from '../limits.js';

const never = new Promise<never>(() => undefined);

/** Streams are empty, and an append is never answered. */
const silentStore = (): EventStore =>
  Object.assign(Object.create(EventStore.prototype) as EventStore, {
    readStream: async function* () {
      // There is nothing to give.
    },
    append: () => never,
  });

describe('a command whose store never answers', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is told to come back when its time is over, and so is whoever waits behind it', async () => {
    const counters = countersOver(silentStore());
    const ends: unknown[] = [];
    for (let command = 0; command < 3; command += 1)
      void add(counters, [1]).catch((error: unknown) => ends.push(error));

    await jest.advanceTimersByTimeAsync(limits.maxCommandMs - 1);
    expect(ends).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(ends).toEqual(Array.from({ length: 3 }, () => expect.any(StoreUnavailableError)));
  });
});
