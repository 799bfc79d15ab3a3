import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStoreDb } from '../../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../../test/support/eventstoredb/test-event-store.js';
import { temporaryLog } from '../../../../test/support/stores.js';
import { add, countedIn, type Counters, countersOver } from '../../contract/counter.js';
import { UnsureStore } from '../../contract/unsure-store.js';
import {
  type EventStore,
  type RecordedEvent,
  type StreamRead,
  StoreUnavailableError,
} from '../event-store.js';
import { commandIdOfKey, formerCommandIdOfKey } from './command-ids.js';
import { claimedFormerId } from './former-commands.js';

interface OpenedLog {
  readonly store: EventStore;
  dispose(): Promise<void>;
}

/** Notes the streams that are read. */
class NotingStore extends UnsureStore {
  readonly read: string[] = [];

  override readStream(stream: string, read: StreamRead): AsyncGenerator<RecordedEvent> {
    this.read.push(stream);
    return super.readStream(stream, read);
  }
}

const FORMER_DIGEST = 'f'.repeat(64);
const PATHS = ['/counters/:id', '/v1/counters/:id'];

/** A key of its own for each test, as Ada sends it today and as she sent it by each of two paths before. */
const newKey = () => {
  const key = randomUUID();
  const stream = `counter-${randomUUID()}`;
  const scope = { family: 'counter', tenant: 'acme', operation: 'add', holder: 'Ada' };
  const former = PATHS.map((path) => formerCommandIdOfKey({ ...scope, path }, key));
  const today = {
    commandId: commandIdOfKey(scope, key),
    requestDigest: 'a'.repeat(64),
    pathDigest: '1'.repeat(64),
    holder: 'Ada',
    former: { commandIds: former, requestDigests: ['a'.repeat(64), FORMER_DIGEST] },
    stream,
  };
  const [one = '', two = ''] = former;
  const before = { commandId: one, requestDigest: FORMER_DIGEST, holder: 'Ada', stream };
  return { today, before, one, two };
};

const formerCommands = (open: () => Promise<OpenedLog>): void => {
  let log: OpenedLog;
  let store: NotingStore;
  let counters: Counters;
  beforeEach(async () => {
    log = await open();
    store = new NotingStore(log.store);
    counters = countersOver(store);
  });
  afterEach(() => log.dispose());

  const refused = {
    outcome: 'rejected',
    code: 'idempotency-key-reused',
    message: 'The idempotency key was used before with another request body.',
  };

  it('are repeated, by whichever path and with whichever digest they came', async () => {
    for (const requestDigest of [FORMER_DIGEST, 'a'.repeat(64)])
      for (const path of ['one', 'two'] as const) {
        const { today, before, ...ids } = newKey();
        const first = await add(counters, [3], { ...before, commandId: ids[path], requestDigest });
        await add(counters, [4], { stream: today.stream });
        const position = await log.store.headPosition();

        expect(await add(counters, [3], today)).toEqual({ ...first, isRepeat: true });
        expect(await add(countersOver(log.store), [101], today)).toEqual({ ...first, isRepeat: true });
        expect(await log.store.headPosition()).toBe(position);
      }
  });

  it('cost no read where the stream is known, and nor does a new command', async () => {
    const { today, before } = newKey();
    await add(counters, [3], before);
    store.read.length = 0;
    await add(counters, [3], today);
    expect(store.read).toEqual([]);

    await add(counters, [4], { ...newKey().today, stream: today.stream });
    // What is read is the command's own append, as for any key.
    expect(store.read).toEqual([today.stream]);
  });

  it('refuse their key to another request of the same holder', async () => {
    const { today, before } = newKey();
    await add(counters, [3], { ...before, requestDigest: 'e'.repeat(64) });
    expect(await add(counters, [3], today)).toEqual(refused);
    expect(await countedIn(log.store, today.stream)).toEqual([3]);
  });

  it('are repeated though the other path had the key for another request', async () => {
    const { today, before, one, two } = newKey();
    await add(counters, [3], { ...before, commandId: one, requestDigest: 'e'.repeat(64) });
    const first = await add(counters, [4], { ...before, commandId: two });
    expect(await add(counters, [4], today)).toEqual({ ...first, isRepeat: true });
  });

  it('leave their key to every other holder', async () => {
    const { today, before } = newKey();
    await add(counters, [3], { ...before, holder: 'Grace' });
    expect(await add(counters, [4], today)).toMatchObject({ outcome: 'committed', isRepeat: false });
    expect(await add(counters, [4], today)).toMatchObject({ outcome: 'committed', isRepeat: true });
    expect(await countedIn(log.store, today.stream)).toEqual([3, 4]);
  });

  it('give their ids to what is created, to the same holder', async () => {
    const { today, before, one, two } = newKey();
    expect(await claimedFormerId(log.store, today)).toBeUndefined();
    await add(counters, [3], { ...before, commandId: one, requestDigest: 'e'.repeat(64) });
    // Another request with the key: refused under the former id.
    expect(await claimedFormerId(log.store, today)).toBe(one);
    expect(await add(counters, [3], { ...today, commandId: one })).toEqual(refused);
    await add(counters, [3], { ...before, commandId: two });
    expect(await claimedFormerId(log.store, today)).toBe(two);
    expect(await claimedFormerId(log.store, { ...today, holder: 'Grace' })).toBeUndefined();
  });

  it('give their ids to what an attempt that died had only claimed', async () => {
    const { today, before, one } = newKey();
    store.failNext('counter-', ...Array.from({ length: 20 }, () => 'request-lost' as const));
    const requestDigest = today.requestDigest;
    await expect(add(counters, [7], { ...before, requestDigest })).rejects.toThrow(StoreUnavailableError);

    expect(await claimedFormerId(log.store, today)).toBe(one);
    const later = countersOver(log.store);
    expect(await add(later, [7], { ...today, commandId: one })).toMatchObject({ isRepeat: false });
    expect(await add(later, [7], { ...today, commandId: one })).toMatchObject({ isRepeat: true });
    expect(await countedIn(log.store, today.stream)).toEqual([7]);
  });

  it('are not looked for without a key', async () => {
    store.read.length = 0;
    expect(await claimedFormerId(store, { holder: 'Ada' })).toBeUndefined();
    expect(store.read).toEqual([]);
  });
};

describe('commands whose key had another scope', () => {
  describe('on the embedded store', () => {
    formerCommands(temporaryLog);
  });

  describe('on EventStoreDB', () => {
    let server: TestEventStore;
    beforeAll(async () => {
      server = await TestEventStore.start();
    });
    afterAll(() => server.stop());

    formerCommands(() => openEventStoreDb(server.url));
  });
});
