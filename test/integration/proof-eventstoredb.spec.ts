import {
  CheckpointNotes,
  CheckpointStream,
  eventChain,
  GuardedEventStore,
  ProofLog,
  nodePrimitives,
  Reverification,
  SigningKeys,
  verifyStoredLog,
} from '#libs/proof';
import { provenStreamPrefixes } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { connectEventStoreDb, type EventStore, Transactor } from '#libs/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { add, counter } from '../../libs/event-store/contract/counter.js';
import { readWhole } from '../../libs/event-store/contract/sample-events.js';
import { checkpointText } from '../../libs/proof/src/domain/checkpoint.js';
import { isIncluded } from '../../libs/proof/src/domain/merkle.js';
import { bytesOfHex } from '../../libs/proof/src/domain/primitives.js';
import { parseNote, signersOf } from '../../libs/proof/src/domain/signed-note.js';
import { PATIENT } from '../support/eventstoredb/opened-store.js';
import { TestEventStore } from '../support/eventstoredb/test-event-store.js';

const STREAMS = ['dispute-acme.D-1', 'dispute-globex.D-1'] as const;

let server: TestEventStore;
let stores: EventStore[];
let keys: SigningKeys;
let stopping: (() => Promise<void>)[];
beforeEach(async () => {
  server = await TestEventStore.start();
  stores = [];
  stopping = [];
  keys = SigningKeys.temporary();
});
afterEach(async () => {
  await Promise.all(stopping.map((stop) => stop()));
  await Promise.all(stores.map((store) => store.close()));
  await server.stop();
});

/** Opens another connection, as another process would. */
const connect = async (): Promise<EventStore> => {
  const store = await connectEventStoreDb(server.url, PATIENT);
  stores.push(store);
  return store;
};

const openLog = async (store: EventStore): Promise<ProofLog> => {
  const clock = new SystemClock();
  return ProofLog.open({
    store,
    streamPrefixes: provenStreamPrefixes,
    keys,
    published: new CheckpointNotes(store, clock),
    clock,
  });
};

const write = async (store: EventStore, numbers: readonly number[]): Promise<void> => {
  const counters = new Transactor(store, { ...counter, chain: eventChain });
  for (const stream of STREAMS) await add(counters, numbers, { stream });
};

describe('the proof log on EventStoreDB', () => {
  it('proves every event by a checkpoint, and reproduces every checkpoint that was ever signed', async () => {
    const store = await connect();
    await write(store, [1, 2]);
    const first = await openLog(store);
    await first.signer.checkpoint();
    await write(store, [3]);
    const log = await openLog(await connect());
    await log.signer.checkpoint();
    const { note, ...checkpoint } = log.signer.newest ?? {
      note: '',
      origin: '',
      size: 0,
      root: new Uint8Array(),
    };
    const parsed = parseNote(note);
    expect(parsed && signersOf(nodePrimitives, parsed, keys.verifierKeys)).toHaveLength(1);
    expect(checkpoint.size).toBe(6);
    expect(parsed?.text).toBe(checkpointText(nodePrimitives, checkpoint));

    for (const stream of STREAMS)
      for (const { id, metadata } of await readWhole(store, stream)) {
        const index = await log.indexOf(id);
        const leafHash = bytesOfHex(metadata.hash ?? '') ?? new Uint8Array();
        const proof = log.events.tree.inclusionProof(index, 6);
        expect(isIncluded(nodePrimitives, { ...checkpoint, index, proof, leafHash })).toBe(true);
        expect(isIncluded(nodePrimitives, { ...checkpoint, index: (index + 1) % 6, proof, leafHash })).toBe(
          false,
        );
      }

    const report = await verifyStoredLog({
      store,
      streamPrefixes: provenStreamPrefixes,
      checkpoints: new CheckpointStream(store, new SystemClock()),
      trusted: keys.verifierKeys,
      notes: new CheckpointNotes(store, new SystemClock()),
    });
    expect(report).toStrictEqual({
      verdict: 'verified',
      events: 6,
      checkpoints: 2,
      signatures: 2,
      fault: undefined,
    });
  });

  it('is signed once per size when two processes sign at the same moment', async () => {
    await write(await connect(), [1]);
    const logs = [await openLog(await connect()), await openLog(await connect())];
    await Promise.all(logs.map((log) => log.signer.checkpoint()));
    const notes = logs.map(({ signer }) => signer.newest?.note);
    expect(notes[0]).toContain('\n2\n');
    expect(notes[1]).toBe(notes[0]);
    const [store] = stores;
    expect(store && (await readWhole(store, 'ledgerCheckpoints-main'))).toHaveLength(1);
    expect(store && (await readWhole(store, 'ledgerCheckpoints-signed'))).toHaveLength(1);
  });

  it('is not continued by another key of the same name', async () => {
    await write(await connect(), [1]);
    await (await openLog(await connect())).signer.checkpoint();
    keys = SigningKeys.temporary();
    await expect(openLog(await connect())).rejects.toThrow('was not signed by the key of this ledger');
  });

  it('accepts nothing while an older backup replaces the store, and continues once the right one is back', async () => {
    const store = await connect();
    await write(store, [1]);
    const old = server.log.backup();
    await write(store, [2]);
    const log = await openLog(store);
    await log.signer.checkpoint();
    const guarded = new GuardedEventStore(store, log.standing);
    await write(guarded, [3]);
    const right = server.log.backup();

    server.log.restore(old);
    await expect(log.signer.checkpoint()).rejects.toThrow(
      'The newest checkpoint in the store is over 0 events, but one over 4 was signed',
    );
    expect(log.standing.mismatch).toContain('Put back the newest copy of the log');
    await expect(write(guarded, [4])).rejects.toThrow('Nothing is appended to such a log');
    expect(server.log.records).toHaveLength(old.length);

    server.log.restore(right);
    await log.signer.checkpoint();
    expect(log.standing.mismatch).toBeUndefined();
    await write(guarded, [4]);
  });

  it('does not verify when the stream of its checkpoints was truncated', async () => {
    const store = await connect();
    for (const number of [1, 2]) {
      await write(store, [number]);
      await (await openLog(store)).signer.checkpoint();
    }
    server.log.writeMetadata('ledgerCheckpoints-main', { $tb: 1 });
    const report = await new Promise((resolve, reject) => {
      const checkpoints = new CheckpointStream(store, new SystemClock());
      const job = new Reverification({
        store,
        streamPrefixes: provenStreamPrefixes,
        checkpoints,
        onReport: resolve,
        onError: reject,
      });
      job.start();
      stopping.push(() => job.stop());
    });
    expect(report).toMatchObject({
      verdict: 'mismatch',
      fault: { what: expect.stringContaining('ledgerCheckpoints-main is not as it was written') },
    });
  });

  it('accepts nothing more once a verification has failed', async () => {
    const store = await connect();
    const log = await openLog(store);
    await write(new GuardedEventStore(store, log.standing), [1]);
    log.standing.markUnsound();
    await expect(write(new GuardedEventStore(store, log.standing), [2])).rejects.toThrow(
      'The log does not verify',
    );
    await expect(log.signer.checkpoint()).rejects.toThrow('is not signed');
  });
});
