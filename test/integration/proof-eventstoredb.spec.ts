import {
  CheckpointStream,
  eventChain,
  LedgerLog,
  nodePrimitives,
  PublishedCheckpoint,
  SigningKeys,
  verifyDirectoryLog,
} from '#libs/audit';
import { SystemClock } from '#libs/environment';
import { EventStoreDbEventStore, type EventStore, Transactor } from '#libs/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { add, counter } from '../../libs/event-store/contract/counter.js';
import { readWhole } from '../../libs/event-store/contract/sample-events.js';
import { checkpointText } from '../../libs/audit/src/domain/checkpoint.js';
import { isIncluded } from '../../libs/audit/src/domain/merkle.js';
import { bytesOfHex } from '../../libs/audit/src/domain/primitives.js';
import { parseNote, signersOf } from '../../libs/audit/src/domain/signed-note.js';
import { TestEventStore } from '../support/eventstoredb/test-event-store.js';

const STREAMS = ['dispute-acme.D-1', 'dispute-globex.D-1'] as const;

let server: TestEventStore;
let stores: EventStore[];
let keys: SigningKeys;
beforeEach(async () => {
  server = await TestEventStore.start();
  stores = [];
  keys = SigningKeys.temporary();
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  server.stop();
});

/** A connection of its own, as another process has it. */
const connect = async (): Promise<EventStore> => {
  const store = await EventStoreDbEventStore.open(server.url);
  stores.push(store);
  return store;
};

const openLog = async (store: EventStore): Promise<LedgerLog> =>
  LedgerLog.open({ store, keys, published: new PublishedCheckpoint(), clock: new SystemClock() });

const write = async (store: EventStore, numbers: readonly number[]): Promise<void> => {
  const counters = new Transactor(store, { ...counter, chain: eventChain });
  for (const stream of STREAMS) await add(counters, numbers, { stream });
};

describe('the log of proofs on EventStoreDB', () => {
  it('proves every event by a checkpoint, and makes each one that was ever signed again', async () => {
    const store = await connect();
    await write(store, [1, 2]);
    const first = await openLog(store);
    await first.checkpoint();
    await write(store, [3]);
    const log = await openLog(await connect());
    await log.checkpoint();
    const { note, ...checkpoint } = log.newest ?? { note: '', origin: '', size: 0, root: new Uint8Array() };
    const parsed = parseNote(note);
    expect(parsed && signersOf(nodePrimitives, parsed, keys.verifierKeys)).toHaveLength(1);
    expect(checkpoint.size).toBe(6);
    expect(parsed?.text).toBe(checkpointText(nodePrimitives, checkpoint));

    for (const stream of STREAMS)
      for (const { id, metadata } of await readWhole(store, stream)) {
        const index = await log.indexOf(id);
        const leafHash = bytesOfHex(metadata.hash ?? '') ?? new Uint8Array();
        const proof = log.log.tree.inclusionProof(index, 6);
        expect(isIncluded(nodePrimitives, { ...checkpoint, index, proof, leafHash })).toBe(true);
        expect(isIncluded(nodePrimitives, { ...checkpoint, index: (index + 1) % 6, proof, leafHash })).toBe(
          false,
        );
      }

    const report = await verifyDirectoryLog({
      store,
      checkpoints: new CheckpointStream(store, new SystemClock()),
      trusted: keys.verifierKeys,
      notes: [],
    });
    expect(report).toStrictEqual({ verdict: 'verified', events: 6, checkpoints: 2, fault: undefined });
  });

  it('is signed once for each size when two processes sign at the same moment', async () => {
    await write(await connect(), [1]);
    const logs = [await openLog(await connect()), await openLog(await connect())];
    await Promise.all(logs.map((log) => log.checkpoint()));
    const notes = logs.map(({ newest }) => newest?.note);
    expect(notes[0]).toContain('\n2\n');
    expect(notes[1]).toBe(notes[0]);
    const [store] = stores;
    expect(store && (await readWhole(store, 'ledgerCheckpoints-main'))).toHaveLength(1);
  });
});
