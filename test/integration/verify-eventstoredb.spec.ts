import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointNotes, CheckpointStream, ProofLog, SigningKeys, verifyStoredLog } from '#libs/proof';
import { provenStreamPrefixes } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { connectEventStoreDb, newCommandId } from '#libs/event-store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { recordExport } from '../../libs/evidence/src/record-export.js';
import { parseCheckpoint } from '../../libs/proof/src/domain/checkpoint.js';
import { parseNote } from '../../libs/proof/src/domain/signed-note.js';
import { signingKeyText } from '../../libs/proof/src/adapters/signing-key.js';
import { type Ended, runLedger } from '../support/command-line.js';
import type { LogRecord } from '../support/eventstoredb/log-record.js';
import { PATIENT } from '../support/eventstoredb/opened-store.js';
import { TestEventStore } from '../support/eventstoredb/test-event-store.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';

const EXPORTS = 'disputeExports-acme';
const SIGNED = 'ledgerCheckpoints-signed';
const NO_CHECKPOINT = { origin: 'none', size: 0, root: new Uint8Array(32) };
const [OLD_KEY = '', NEW_KEY = '', STRANGE_KEY = ''] = [1, 2, 3].map((seed) =>
  signingKeyText('ledger.example/ledger', Buffer.alloc(32, seed)),
);

let directory: TemporaryDirectory;
let server: TestEventStore;
let keyFile: string;
let keys: SigningKeys;
/** Five events, and a checkpoint after the second, the third and the fifth. */
let sound: readonly LogRecord[];

beforeAll(async () => {
  directory = await temporaryDirectory();
  keyFile = join(directory.path, 'signing-key');
  await writeFile(keyFile, `${NEW_KEY}\n`, { mode: 0o600 });
  server = await TestEventStore.start();
  keys = await keysOf(NEW_KEY);
  for (const numbers of [[1, 2], [3], [4, 5]]) await writeAndSign(keys, numbers);
  sound = server.log.backup();
});
beforeEach(() => server.log.restore(sound));
afterAll(async () => {
  await server.stop();
  await directory.remove();
});

const keysOf = async (...texts: readonly string[]): Promise<SigningKeys> => {
  const file = join(directory.path, `keys-of-${texts.length}`);
  await writeFile(file, texts.map((text) => `${text}\n`).join(''), { mode: 0o600 });
  return SigningKeys.read(file);
};

const exportOf = (events: number) => ({
  disputeId: 'D-1',
  events,
  checkpointSize: 0,
  bundleSha256: '',
  bundle: '',
});

const context = (clock: SystemClock) => ({
  commandId: newCommandId(),
  correlationId: newCommandId(),
  tenant: 'acme',
  actor: { name: 'Auditor' },
  credentialId: 'credential-1',
  holder: 'Auditor',
  authProfile: 'api-key',
  now: clock.now().toISOString(),
});

const writeAndSign = async (signing: SigningKeys, numbers: readonly number[]): Promise<void> => {
  const store = await connectEventStoreDb(server.url, PATIENT);
  const clock = new SystemClock();
  for (const events of numbers) await recordExport(store, exportOf(events), context(clock));
  const published = new CheckpointNotes(store, clock);
  const log = await ProofLog.open({
    store,
    streamPrefixes: provenStreamPrefixes,
    keys: signing,
    published,
    clock,
  });
  await log.signer.checkpoint();
  await store.close();
};

const ledgerVerify = (args: readonly string[] = [], variables: Record<string, string> = {}): Promise<Ended> =>
  runLedger(['verify', ...args], {
    EVENT_STORE_URL: server.url,
    LEDGER_SIGNING_KEY_FILE: keyFile,
    LEDGER_DATA_DIR: '/dev/null/none',
    ...variables,
  });

/** Verifies the log in this process. */
const verify = async ({ trusted = keys, kept }: { trusted?: SigningKeys; kept?: string } = {}) => {
  const store = await connectEventStoreDb(server.url, PATIENT);
  const clock = new SystemClock();
  try {
    return await verifyStoredLog({
      store,
      streamPrefixes: provenStreamPrefixes,
      checkpoints: new CheckpointStream(store, clock),
      notes: new CheckpointNotes(store, clock),
      trusted: trusted.verifierKeys,
      kept,
    });
  } finally {
    await store.close();
  }
};

/** Replaces the sound log by a changed one, as somebody with access to the server could. */
const change = (record: (one: LogRecord) => LogRecord | undefined): void =>
  server.log.restore(
    server.log.backup().flatMap((one) => {
      const changed = record(one);
      return changed === undefined ? [] : [changed];
    }),
  );

const edited = (record: LogRecord, from: string, to: string): LogRecord => ({
  ...record,
  data: Buffer.from(Buffer.from(record.data).toString().replace(from, to)),
});

const isNewestNote = ({ stream, revision }: LogRecord): boolean => stream === SIGNED && revision === 2n;

const newestNote = (): string => {
  const record = server.log.backup().find(isNewestNote);
  return (JSON.parse(Buffer.from(record?.data ?? []).toString()) as { note: string }).note;
};

describe('ledger verify of a log on EventStoreDB', () => {
  it('reports what it verified of a sound log, and ends with 0', async () => {
    const { code, stdout, stderr } = await ledgerVerify();
    expect(stdout).toBe(
      '5 events hashed again and linked, 3 checkpoints recomputed and equal, 3 signatures\nVERIFIED\n',
    );
    expect([code, stderr]).toStrictEqual([0, '']);
  });

  it('names an event that was edited, and ends with 1; it needs only a verifying key', async () => {
    change((one) => (one.stream === EXPORTS && one.revision === 3n ? edited(one, '4', '9') : one));
    const args = ['verify', '--json', '--trust', ...keys.verifierKeyTexts];
    const { code, stdout } = await runLedger(args, { EVENT_STORE_URL: server.url });
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'mismatch',
      fault: { event: { stream: EXPORTS, revision: '3', what: expect.stringContaining('its content') } },
    });
    expect(code).toBe(1);
  });

  it('ends with 2 when it cannot decide: without a key, or without the store', async () => {
    const [nothing, away] = await Promise.all([
      runLedger(['verify'], { EVENT_STORE_URL: server.url }),
      ledgerVerify([], { EVENT_STORE_URL: 'esdb://127.0.0.1:1?tls=false' }),
    ]);
    expect([nothing.code, nothing.stderr]).toStrictEqual([2, expect.stringContaining('--trust')]);
    expect([away.code, away.stderr]).toStrictEqual([2, expect.stringContaining('event store')]);
  });
});

describe('the verification of a log on EventStoreDB', () => {
  it('detects that the end of the log was cut off', async () => {
    change((one) => (one.stream === EXPORTS && one.revision === 4n ? undefined : one));
    expect(await verify()).toMatchObject({
      verdict: 'mismatch',
      fault: { what: 'the log ends after 4 events, but a checkpoint over 5 was signed' },
    });
  });

  it('detects it by a checkpoint that was kept elsewhere when the others were cut off, too', async () => {
    const kept = join(directory.path, 'kept');
    await writeFile(kept, newestNote());
    expect(await verify({ kept })).toMatchObject({ verdict: 'verified', signatures: 4 });

    const upTo = (stream: string): bigint => (stream === EXPORTS ? 3n : 2n);
    change((one) => (one.stream.startsWith('$') || one.revision < upTo(one.stream) ? one : undefined));
    expect(await verify()).toMatchObject({ verdict: 'verified', events: 3, signatures: 2 });
    expect(await verify({ kept })).toMatchObject({
      verdict: 'mismatch',
      fault: { what: 'the log ends after 3 events, but a checkpoint over 5 was signed' },
    });
  });

  it('detects that the newest checkpoint was signed by another key, or is not what was signed', async () => {
    const strange = await keysOf(STRANGE_KEY);
    const { text = '' } = parseNote(newestNote()) ?? {};
    for (const note of [
      strange.signed(parseCheckpoint(text) ?? NO_CHECKPOINT),
      newestNote().replace('\n5\n', '\n4\n'),
    ]) {
      server.log.restore(sound);
      change((one) => (isNewestNote(one) ? { ...one, data: Buffer.from(JSON.stringify({ note })) } : one));
      expect(await verify()).toMatchObject({
        verdict: 'mismatch',
        fault: { what: 'no trusted key signed the checkpoint in the store (number 3)' },
      });
    }
  });

  it('cannot decide when nothing is signed', async () => {
    change((one) => (one.stream === SIGNED ? undefined : one));
    await expect(verify()).rejects.toThrow('The store has no signed checkpoint');
  });

  it('detects that the stream of the checkpoints was truncated', async () => {
    server.log.writeMetadata(SIGNED, { $tb: 1 });
    expect(await verify()).toMatchObject({
      verdict: 'mismatch',
      fault: { what: expect.stringContaining(`${SIGNED} is not as it was written`) },
    });
  });

  it('needs the retired key for checkpoints that no other key signed', async () => {
    server.log.restore([]);
    await writeAndSign(await keysOf(OLD_KEY), [1, 2]);
    await writeAndSign(await keysOf(OLD_KEY, NEW_KEY), [3]);
    await expect(verify()).rejects.toThrow('was signed by an unknown key: pass that key with --trust');
    const trusted = await keysOf(OLD_KEY, NEW_KEY);
    // The first checkpoint was signed once more, by both keys.
    expect(await verify({ trusted })).toMatchObject({ verdict: 'verified', signatures: 3 });
  });
});
