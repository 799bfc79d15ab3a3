import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provenStreamPrefixes } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { connectEventStoreDb, copyLog, type EventStore, Transactor } from '#libs/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CheckpointNotes,
  CheckpointStream,
  eventChain,
  ProofLog,
  SigningKeys,
  startNewOrigin,
  trustedKeys,
  verifyStoredLog,
} from '#libs/proof';
import { add, counter } from '../../libs/event-store/contract/counter.js';
import { PATIENT } from '../support/eventstoredb/opened-store.js';
import { TestEventStore } from '../support/eventstoredb/test-event-store.js';
import { lostIn } from '../support/restorable-log.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';

const clock = new SystemClock();

let directory: TemporaryDirectory;
let servers: TestEventStore[];
let stores: EventStore[];
beforeEach(async () => {
  directory = await temporaryDirectory();
  servers = [];
  stores = [];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await Promise.all(servers.map((server) => server.stop()));
  await directory.remove();
});

const newStore = async (): Promise<EventStore> => {
  const server = await TestEventStore.start();
  servers.push(server);
  const store = await connectEventStoreDb(server.url, PATIENT);
  stores.push(store);
  return store;
};

const path = (name: string): string => join(directory.path, name);

const write = async (store: EventStore, count: number): Promise<void> => {
  const counters = new Transactor(store, { ...counter, chain: eventChain });
  for (let written = 0; written < count; written += 1)
    await add(counters, [1], { stream: 'dispute-acme.D-1' });
};

const opened = (store: EventStore, keys: SigningKeys): Promise<ProofLog> =>
  ProofLog.open({
    store,
    streamPrefixes: provenStreamPrefixes,
    keys,
    published: new CheckpointNotes(store, clock),
    clock,
  });

const verified = async (store: EventStore, keyFile: string, kept?: string) =>
  verifyStoredLog({
    store,
    streamPrefixes: provenStreamPrefixes,
    checkpoints: new CheckpointStream(store, clock),
    notes: new CheckpointNotes(store, clock),
    trusted: await trustedKeys(keyFile),
    kept,
  });

describe('a log on a server that was restored', () => {
  it('goes on under a new key, and every process with the old one stops', async () => {
    const oldKeys = await SigningKeys.readOrCreate(path('signing-key'), 'ledger.example');
    const store = await newStore();
    await write(store, 3);
    await (await opened(store, oldKeys)).signer.checkpoint();
    const backup = await newStore();
    await copyLog({ source: store, target: backup, onProgress: () => undefined });
    await write(store, 2);
    const old = await opened(store, oldKeys);
    await old.signer.checkpoint();
    const lost = old.signer.newest?.note ?? '';
    await writeFile(path('lost'), lost);

    const running = await opened(backup, oldKeys);
    const files = { signingKey: path('signing-key'), verifyingKeys: path('verifying-keys') };
    const keys = await startNewOrigin(
      { store: backup, streamPrefixes: provenStreamPrefixes, clock, files, host: 'ledger.example' },
      { by: 'Grace Hopper', reason: 'A node lost its disk.', lost: lostIn(lost) },
    );
    await expect(running.signer.checkpoint()).rejects.toThrow(`goes on as ${keys.origin}`);
    expect(running.standing.mismatch).toContain('Start this process again');
    await expect(opened(backup, oldKeys)).rejects.toThrow('which ended');

    const log = await opened(backup, await SigningKeys.read(files.signingKey));
    await write(backup, 1);
    await log.events.readOn();
    await log.signer.checkpoint();
    expect(log.signer.newest).toMatchObject({ origin: keys.origin, size: 5 });
    const sound = { verdict: 'verified', events: 5, signatures: 3, restores: [{ lost: { from: 4, to: 5 } }] };
    expect(await verified(backup, files.verifyingKeys)).toMatchObject(sound);
    expect(await verified(backup, files.verifyingKeys, path('lost'))).toMatchObject({
      verdict: 'incomplete',
    });
    const [newKey = ''] = keys.verifierKeyTexts;
    await expect(verified(backup, newKey)).rejects.toThrow('pass that key with --trust');
    expect(await readFile(files.signingKey, 'utf8')).toContain(keys.origin);
  });
});
