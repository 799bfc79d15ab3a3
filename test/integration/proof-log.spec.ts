import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import {
  CheckpointStream,
  eventChain,
  ProofLog,
  nodePrimitives,
  CheckpointFile,
  Reverification,
  SigningKeys,
  trustedKeys,
  verifyDirectoryLog,
} from '#libs/proof';
import { provenStreamPrefixes } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { type EventStore, Transactor } from '#libs/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { add, counter } from '../../libs/event-store/contract/counter.js';
import { UnsureStore } from '../../libs/event-store/contract/unsure-store.js';
import { builtProcess } from '../support/built.js';
import { temporaryLog, type TemporaryLog } from '../support/stores.js';
import { tamper } from '../support/tamper.js';

const CLI = builtProcess('cli');
const STREAM = 'dispute-acme.D-1';

let temporary: TemporaryLog;
let directory: string;
beforeEach(async () => {
  temporary = await temporaryLog();
  directory = join(temporary.path, '..');
});
afterEach(() => temporary.dispose());

const openLog = async (store: EventStore): Promise<ProofLog> =>
  ProofLog.open({
    store,
    streamPrefixes: provenStreamPrefixes,
    keys: await SigningKeys.readOrCreate(join(directory, 'signing-key'), 'ledger.example'),
    published: new CheckpointFile(join(directory, 'checkpoint')),
    clock: new SystemClock(),
  });

const write = async (store: EventStore, numbers: readonly number[], stream = STREAM): Promise<void> => {
  await add(new Transactor(store, { ...counter, chain: eventChain }), numbers, { stream });
};

const intended = async (store: EventStore): Promise<number[]> => {
  const sizes: number[] = [];
  for await (const { size } of new CheckpointStream(store, new SystemClock()).all()) sizes.push(size);
  return sizes;
};

const verified = async (store: EventStore, log: ProofLog) =>
  verifyDirectoryLog({
    store,
    streamPrefixes: provenStreamPrefixes,
    checkpoints: log.checkpoints,
    trusted: log.keys.verifierKeys,
    notes: [join(directory, 'checkpoint')],
  });

describe('the proof log', () => {
  it('signs one checkpoint for new events, and reproduces every earlier one', async () => {
    await write(temporary.store, [1, 2, 3]);
    const log = await openLog(temporary.store);
    await log.signer.checkpoint();
    await log.signer.checkpoint();
    expect(log.signer.newest?.size).toBe(3);
    await write(temporary.store, [4]);
    const later = await openLog(temporary.store);
    await later.signer.checkpoint();
    expect(await intended(temporary.store)).toStrictEqual([3, 4]);
    expect(await verified(temporary.store, later)).toStrictEqual({
      verdict: 'verified',
      events: 4,
      checkpoints: 2,
      signatures: 1,
      fault: undefined,
    });
  });

  it.each(['request-lost', 'reply-lost', 'request-late'] as const)(
    'is signed once per size when it is unknown whether the store has the checkpoint: %s',
    async (fault) => {
      await write(temporary.store, [1, 2, 3]);
      const unsure = new UnsureStore(temporary.store);
      const log = await openLog(unsure);
      unsure.failNext('ledgerCheckpoints-', fault);
      await log.signer.checkpoint();
      expect(log.signer.newest?.size).toBe(3);
      expect(await intended(temporary.store)).toStrictEqual([3]);
    },
  );

  it('has the same checkpoint when the process died after it was recorded and before it was signed', async () => {
    await write(temporary.store, [1, 2, 3]);
    const log = await openLog(temporary.store);
    const { tree } = log.events;
    await log.checkpoints.intend({ origin: log.keys.origin, size: 3, root: tree.root() }, undefined);
    await write(temporary.store, [4, 5]);
    const restarted = await openLog(temporary.store);
    expect(restarted.signer.newest?.size).toBe(3);
    expect(nodePrimitives.base64(restarted.signer.newest?.root ?? new Uint8Array())).toBe(
      nodePrimitives.base64(tree.root()),
    );
  });

  it('is fenced by the store: one of two processes records the checkpoint, and both sign the same', async () => {
    await write(temporary.store, [1, 2, 3]);
    const [one, other] = [await openLog(temporary.store), await openLog(await temporary.openAnother())];
    await Promise.all([one.signer.checkpoint(), other.signer.checkpoint()]);
    expect(one.signer.newest?.note).toBe(other.signer.newest?.note);
    expect(await intended(temporary.store)).toStrictEqual([3]);
  });

  it('is one over all disputes, whatever their order, and over nothing else', async () => {
    await write(temporary.store, [1], 'dispute-acme.D-1');
    await write(temporary.store, [2], 'credential-1');
    await write(temporary.store, [3], 'dispute-globex.D-1');
    const log = await openLog(temporary.store);
    expect(log.events.tree.size).toBe(2);
  });
});

describe('a log that was changed', () => {
  it.each([
    ['an event is edited', `UPDATE events SET data = '{"number":9}' WHERE revision = 1`, '1'],
    ['an event is removed', 'DELETE FROM events WHERE revision = 1', '2'],
    ['an event gets another type', `UPDATE events SET type = 'Other.v1' WHERE revision = 2`, '2'],
    [
      'a time is moved',
      `UPDATE events SET metadata = replace(metadata, '2026', '2025') WHERE revision = 0`,
      '0',
    ],
  ])('is detected, and the event named, when %s', async (_, sql, revision) => {
    await write(temporary.store, [1, 2, 3]);
    const log = await openLog(temporary.store);
    await tamper(temporary.path, sql);
    const { verdict, fault } = await verified(temporary.store, log);
    expect(verdict).toBe('mismatch');
    expect(fault?.event).toMatchObject({ stream: STREAM, revision });
  });

  it('is detected at the next start when its end was cut off', async () => {
    await write(temporary.store, [1, 2, 3]);
    await (await openLog(temporary.store)).signer.checkpoint();
    await tamper(temporary.path, `DELETE FROM events WHERE revision = 2 AND type = 'NumberAdded.v1'`);
    await expect(openLog(temporary.store)).rejects.toThrow('The log has 2 events, but a checkpoint over 3');
  });

  it('is detected when the whole chain was rebuilt with new hashes', async () => {
    await write(temporary.store, [1, 2, 3]);
    await (await openLog(temporary.store)).signer.checkpoint();
    const forged = await temporaryLog();
    await write(forged.store, [1, 7, 3]);
    await expect(openLog(forged.store)).rejects.toThrow('The first 3 events are not those that were signed');
    await forged.dispose();
  });

  it('is detected by the job that verifies it again, which stays unhealthy from then on', async () => {
    await write(temporary.store, [1, 2, 3]);
    const log = await openLog(temporary.store);
    await log.signer.checkpoint();
    await tamper(temporary.path, `UPDATE events SET data = '{"number":9}' WHERE revision = 1`);
    const report = await new Promise((resolve, reject) => {
      const job = new Reverification({
        store: temporary.store,
        streamPrefixes: provenStreamPrefixes,
        checkpoints: log.checkpoints,
        onReport: (found) => {
          resolve({ ...found, isHealthy: job.isHealthy });
          void job.stop();
        },
        onError: reject,
      });
      job.start();
    });
    expect(report).toMatchObject({
      verdict: 'mismatch',
      isHealthy: false,
      fault: { event: { revision: '1' } },
    });
  });
});

describe('ledger verify', () => {
  it('ends with 2 when there is nothing it can trust, and with 2 for a wrong command', () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'verify', ...args], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], LEDGER_DATA_DIR: join(directory, 'none') },
      });
    expect(run('--data-dir', join(directory, 'empty')).status).toBe(2);
    expect(run('--bundle', join(directory, 'none.tar')).status).toBe(2);
    expect(run('--nothing').status).toBe(2);
  });
});

describe('the keys of the log', () => {
  it('are the same for processes that start at once', async () => {
    const file = join(directory, 'two-keys');
    const made = await Promise.all([1, 2, 3].map(() => SigningKeys.readOrCreate(file, 'ledger.example')));
    expect(new Set(made.flatMap(({ verifierKeyTexts }) => verifierKeyTexts)).size).toBe(1);
    await expect(trustedKeys(file)).rejects.toThrow('not a verifying key');
    expect(nodePrimitives.sha256Hex('')).toHaveLength(64);
  });
});
