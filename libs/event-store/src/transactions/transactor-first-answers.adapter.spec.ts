import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openEventStoreDb } from '../../../../test/support/eventstoredb/opened-store.js';
import { TestEventStore } from '../../../../test/support/eventstoredb/test-event-store.js';
import { temporaryLog } from '../../../../test/support/stores.js';
import { add, contextOf, countedIn, type Counters, countersOver } from '../../contract/counter.js';
import { readWhole } from '../../contract/sample-events.js';
import { UnsureStore } from '../../contract/unsure-store.js';
import { type EventStore, StoreUnavailableError } from '../event-store.js';
import { claimStreamOf, commandIdOfKey } from './command-ids.js';

interface OpenedLog {
  readonly store: EventStore;
  openAnother(): Promise<EventStore>;
  reopen(): Promise<EventStore>;
  dispose(): Promise<void>;
}

/** A key of its own for each test, because the tests of a server share its log. */
const newKey = () => {
  const scope = { family: 'counter', tenant: 'acme', operation: 'add', holder: 'Ada' };
  const commandId = commandIdOfKey(scope, randomUUID());
  const stream = `counter-${randomUUID()}`;
  const keyed = { commandId, requestDigest: 'a'.repeat(64), pathDigest: '1'.repeat(64), stream };
  return { stream, keyed, claim: claimStreamOf(`idempotency-key:${commandId}`) };
};

const typesIn = async (store: EventStore, stream: string): Promise<readonly string[]> =>
  (await readWhole(store, stream)).map(({ type }) => type);

const firstAnswers = (open: () => Promise<OpenedLog>): void => {
  let log: OpenedLog;
  let counters: Counters;
  beforeEach(async () => {
    log = await open();
    counters = countersOver(log.store);
  });
  afterEach(() => log.dispose());

  it('are given again though the command would change something by now', async () => {
    const { stream, keyed, claim } = newKey();
    await add(counters, [40], { stream });
    const first = await add(counters, [], keyed);
    expect(first).toMatchObject({ outcome: 'committed', revision: 0n, isRepeat: false });
    await add(counters, [2], { stream });

    const again = { ...first, isRepeat: true };
    expect(await add(counters, [5], keyed)).toEqual(again);
    expect(await add(countersOver(await log.openAnother()), [5], keyed)).toEqual(again);
    expect(await add(countersOver(await log.reopen()), [5], keyed)).toEqual(again);
    const later = await log.openAnother();
    expect(await countedIn(later, stream)).toEqual([40, 2]);
    expect(await typesIn(later, claim)).toEqual(['Claimed.v1', 'Answered.v1']);
  });

  it('are given again though the command would be refused by now', async () => {
    const { stream, keyed } = newKey();
    await add(counters, [40], { stream });
    const preconditions = { oneOf: [0n] };
    const first = await add(counters, [], { ...keyed, preconditions });
    await add(counters, [2], { stream });

    expect(await add(counters, [], { ...keyed, preconditions })).toEqual({ ...first, isRepeat: true });
    expect(await add(counters, [101], keyed)).toEqual({ ...first, isRepeat: true });
  });

  it('are of a stream that does not exist, if it did not', async () => {
    const { stream, keyed } = newKey();
    const first = await add(counters, [], keyed);
    expect(first).toMatchObject({ revision: -1n, position: 0n, eventId: '' });
    await add(counters, [2], { stream });
    expect(await add(counters, [3], keyed)).toEqual({ ...first, isRepeat: true });
  });

  it('cost one append', async () => {
    const { stream, keyed } = newKey();
    await add(counters, [1], { stream });
    const before = await log.store.headPosition();
    await add(counters, [], keyed);
    const [claimed, answered] = await readWhole(
      log.store,
      claimStreamOf(`idempotency-key:${keyed.commandId}`),
    );
    expect(claimed?.position).toBeGreaterThan(before);
    expect(answered?.data).toEqual({
      position: expect.stringMatching(/^\d+$/),
      shown: [{ stream, revision: '0', position: expect.any(String), eventId: expect.any(String) }],
    });
  });

  it('are one, however many requests arrive at once in two processes', async () => {
    const { stream, keyed, claim } = newKey();
    await add(counters, [1], { stream });
    const others = countersOver(await log.openAnother());
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => add(index % 2 === 0 ? counters : others, [], keyed)),
    );
    expect(answers.filter((answer) => answer.outcome === 'committed' && !answer.isRepeat)).toHaveLength(1);
    for (const answer of answers) expect(answer).toMatchObject({ outcome: 'committed', revision: 0n });
    expect(await typesIn(log.store, claim)).toEqual(['Claimed.v1', 'Answered.v1']);
  });

  it('are refused to another body, and to another path, whatever the command would do', async () => {
    const { stream, keyed } = newKey();
    await add(counters, [1], { stream });
    await add(counters, [], keyed);
    const otherBody = { ...keyed, requestDigest: 'b'.repeat(64) };
    const otherPath = { ...otherBody, pathDigest: '2'.repeat(64), stream: `counter-${randomUUID()}` };
    const refusal = (differs: string) => ({
      outcome: 'rejected',
      code: 'idempotency-key-reused',
      message: `The idempotency key was used before ${differs}.`,
    });
    for (const numbers of [[], [3], [101]]) {
      expect(await add(counters, numbers, otherBody)).toEqual(refusal('with another request body'));
      expect(await add(counters, numbers, otherPath)).toEqual(refusal('for another counter'));
    }
    expect(await countedIn(log.store, stream)).toEqual([1]);
  });

  it('say what differs from a command that had an effect, too', async () => {
    const { keyed } = newKey();
    await add(counters, [1], keyed);
    const otherBody = { ...keyed, requestDigest: 'b'.repeat(64) };
    expect(await add(counters, [2], otherBody)).toMatchObject({
      message: 'The idempotency key was used before with another request body.',
    });
    expect(await add(counters, [2], { ...otherBody, pathDigest: '2'.repeat(64) })).toMatchObject({
      message: 'The idempotency key was used before for another counter.',
    });
  });

  it('are those of the stream, if an attempt died between its claim and its effect', async () => {
    const { stream, keyed, claim } = newKey();
    const store = new UnsureStore(log.store);
    store.failNext('counter-', ...Array.from({ length: 20 }, () => 'request-lost' as const));
    await expect(add(countersOver(store), [7], keyed)).rejects.toThrow(StoreUnavailableError);
    expect(await typesIn(log.store, claim)).toEqual(['Claimed.v1']);

    const first = await add(counters, [], keyed);
    expect(first).toMatchObject({ outcome: 'committed', isRepeat: false });
    expect(await typesIn(log.store, claim)).toEqual(['Claimed.v1', 'Answered.v1']);
    expect(await add(counters, [7], keyed)).toEqual({ ...first, isRepeat: true });
    expect(await countedIn(log.store, stream)).toEqual([]);
  });

  it('are not kept of a refused command: it is decided again', async () => {
    const { stream, keyed, claim } = newKey();
    await add(counters, [100], { stream });
    expect(await add(counters, [1], keyed)).toMatchObject({ code: 'out-of-range' });
    expect(await typesIn(log.store, claim)).toEqual([]);
    await add(counters, [-1], { stream });
    expect(await add(counters, [1], keyed)).toMatchObject({ outcome: 'committed', isRepeat: false });
  });

  it('survive a reply that was lost', async () => {
    const { stream, keyed } = newKey();
    await add(counters, [1], { stream });
    const store = new UnsureStore(log.store);
    store.failNext('claim-', 'reply-lost');
    const first = await add(countersOver(store), [], keyed);
    expect(first).toMatchObject({ outcome: 'committed', revision: 0n });
    expect(await add(counters, [], keyed)).toEqual({ ...first, isRepeat: true });
  });

  it('are found without a command, and by a preview', async () => {
    const { stream, keyed } = newKey();
    const asked = { stream, context: contextOf(keyed) };
    expect(await counters.repeat(asked)).toBeNull();
    expect(await counters.preview({ ...asked, command: { numbers: [1] } })).toBeNull();

    const first = await counters.preview({ ...asked, command: { numbers: [] } });
    expect(first).toMatchObject({ outcome: 'committed', isRepeat: false });
    await add(counters, [2], { stream });
    const again = { ...first, isRepeat: true };
    expect(await counters.repeat(asked)).toEqual(again);
    expect(await counters.preview({ ...asked, command: { numbers: [1] } })).toEqual(again);
  });
};

describe('the first answers to commands without an effect', () => {
  describe('on the embedded store', () => {
    firstAnswers(temporaryLog);
  });

  describe('on EventStoreDB', () => {
    let server: TestEventStore;
    beforeAll(async () => {
      server = await TestEventStore.start();
    });
    afterAll(() => server.stop());

    firstAnswers(() => openEventStoreDb(server.url));
  });
});
