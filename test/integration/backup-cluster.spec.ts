import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provenStreamPrefixes } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { connectEventStoreDb } from '#libs/event-store';
import { CheckpointNotes, ProofLog, SigningKeys } from '#libs/proof';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signingKeyText } from '../../libs/proof/src/adapters/signing-key.js';
import { type Ended, runLedger } from '../support/command-line.js';
import type { LogRecord } from '../support/eventstoredb/log-record.js';
import { PATIENT } from '../support/eventstoredb/opened-store.js';
import { TestEventStore } from '../support/eventstoredb/test-event-store.js';
import { writeUpdates } from '../support/signed-directory.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';

const NAME = 'ledger.example/ledger/1a2b3c4d';
const KEY = signingKeyText(NAME, Buffer.alloc(32, 4));
const ACCEPTED = ['--accept-loss', '--by', 'Grace Hopper', '--reason', 'a node lost its disk'];

let directory: TemporaryDirectory;
let server: TestEventStore;
/** The store when the backup was made, and two signed events before that. */
let whole: readonly LogRecord[];
let older: readonly LogRecord[];
let keyFile: string;

beforeAll(async () => {
  directory = await temporaryDirectory();
  server = await TestEventStore.start();
  keyFile = path('keys/signing-key');
  await restoreKey();
  // Three events: the first update also records that the dispute is referenced.
  await writeAndSign(2);
  older = server.log.backup();
  await writeAndSign(2);
  whole = server.log.backup();
  expect(await ledger('backup', '--to', path('backup'))).toMatchObject({ code: 0, stderr: '' });
});

beforeEach(async () => {
  server.log.restore(whole);
  await restoreKey();
});

afterAll(async () => {
  await server.stop();
  await directory.remove();
});

const path = (name: string): string => join(directory.path, name);

const restoreKey = async (): Promise<void> => {
  await rm(path('keys'), { recursive: true, force: true });
  await mkdir(path('keys'));
  await writeFile(keyFile, `${KEY}\n`, { mode: 0o600 });
};

const ledger = (...args: readonly string[]): Promise<Ended> =>
  runLedger(args, {
    EVENT_STORE_URL: server.url,
    READ_STORE_URL: 'postgres://nobody@127.0.0.1:1/none',
    LEDGER_SIGNING_KEY_FILE: keyFile,
    LEDGER_DATA_DIR: '/dev/null/none',
    PUBLIC_URL: 'https://ledger.example',
  });

const writeAndSign = async (updates: number): Promise<void> => {
  const store = await connectEventStoreDb(server.url, PATIENT);
  const clock = new SystemClock();
  await writeUpdates(store, updates);
  const log = await ProofLog.open({
    store,
    streamPrefixes: provenStreamPrefixes,
    keys: await SigningKeys.read(keyFile),
    published: new CheckpointNotes(store, clock),
    clock,
  });
  await log.signer.checkpoint();
  await log.stop();
  await store.close();
};

const restore = (...args: readonly string[]): Promise<Ended> =>
  ledger('restore', '--from', path('backup'), ...args);

describe('a backup of a cluster', () => {
  it('has the key, the newest checkpoint and where the log ends, and can be checked anywhere', async () => {
    const again = await ledger('backup', '--to', path('backup'), '--json');
    const checked = await runLedger(['backup', '--check', path('backup')], {});

    expect(JSON.parse(again.stdout)).toMatchObject({
      deployment: 'cluster',
      origin: NAME,
      events: null,
      lastEventId: whole.findLast(({ stream }) => !stream.startsWith('$'))?.id,
      checkpoint: { origin: NAME, size: 5 },
      hasKeys: true,
    });
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringMatching(/of a cluster[^]*VERIFIED\n$/) });
  });

  it('is refused of a log that does not verify, or is another one', async () => {
    server.log.restore(older);
    const lost = await ledger('backup', '--to', path('backup'));
    server.log.restore(
      whole.map((record) =>
        record.stream.startsWith('dispute-') ? { ...record, data: Buffer.from('{"by":7}') } : record,
      ),
    );
    const changed = await ledger('backup', '--to', path('changed'));

    expect(lost).toMatchObject({ code: 1, stderr: expect.stringContaining('history that was lost') });
    expect(changed).toMatchObject({ code: 1, stderr: expect.stringContaining('does not verify: the event') });
    expect(await readdir(path('changed'))).not.toContain('manifest.json');
  });

  it('is not sound once a file of it was changed', async () => {
    await ledger('backup', '--to', path('tampered'));
    const [note = ''] = (await readdir(path('tampered'))).filter((name) => name.startsWith('checkpoint-'));
    await appendFile(join(path('tampered'), note), '\n');

    for (const command of [
      ['backup', '--check'],
      ['restore', '--from'],
    ])
      expect(await ledger(...command, path('tampered'))).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('is not as it was written'),
      });
  });
});

describe('a restore of a cluster', () => {
  it('puts the key in place of another, and says that the store has everything', async () => {
    const other = signingKeyText(NAME, Buffer.alloc(32, 9));
    await writeFile(keyFile, `${other}\n`);
    const { code, stdout } = await restore();

    expect(code).toBe(0);
    expect(stdout).toContain('has all of the 5 events that were signed');
    expect(await readFile(keyFile, 'utf8')).toBe(`${KEY}\n`);
    const names = (await readdir(path('keys'))).toSorted();
    expect(names).toStrictEqual([
      'signing-key',
      expect.stringMatching(/^signing-key\.kept-/),
      'verifying-keys',
    ]);
    expect((await ledger('verify', '--trust', path('keys/verifying-keys'))).stdout).toMatch(/VERIFIED\n$/);
  });

  it.each([
    ['an older store', () => older, 3],
    ['an emptied store', () => [], 0],
  ])('refuses %s, and begins a new origin once the loss is accepted', async (_, records, left) => {
    server.log.restore(records());
    await rm(path('keys'), { recursive: true });
    const refused = await restore();

    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`lacks at least ${5 - left} of the 5 events that were signed`);
    expect(server.log.backup()).toHaveLength(records().length);
    expect((await restore('--accept-loss')).code).toBe(2);

    const accepted = await restore(...ACCEPTED);
    expect(accepted).toMatchObject({ code: 0, stdout: expect.stringMatching(/goes on as \S+\/restored-/) });
    const verified = await ledger('verify', '--trust', path('keys/verifying-keys'));
    expect(verified.stdout).toMatch(
      new RegExp(
        `by Grace Hopper \\(a node lost its disk\\): the events from ${left + 1} to 5 of[^]*VERIFIED`,
      ),
    );
    const length = server.log.backup().length;
    expect((await restore(...ACCEPTED)).code).toBe(0);
    expect(server.log.backup()).toHaveLength(length);
    const backup = await ledger('backup', '--to', path(`backup-${left}`));
    expect(backup).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/is over \d events of \S+restored-/),
    });
    expect((await ledger('restore', '--from', path(`backup-${left}`))).code).toBe(0);
  });

  it('refuses another history under the same key, whatever is accepted', async () => {
    server.log.restore(older);
    await writeAndSign(4);
    const before = server.log.backup();

    for (const args of [[], ACCEPTED]) {
      const forked = await restore(...args);
      expect(forked).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('two histories under one key'),
      });
    }
    expect(server.log.backup()).toStrictEqual(before);
  });

  it('refuses a store whose events were changed, and a backup of another log', async () => {
    server.log.restore(
      whole.map((record) =>
        record.stream.startsWith('dispute-') ? { ...record, data: Buffer.from('{"by":7}') } : record,
      ),
    );
    expect(await restore(...ACCEPTED)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The log in the event store does not verify'),
    });
    server.log.restore([]);
    await writeFile(keyFile, `${signingKeyText('other.example/ledger/1', Buffer.alloc(32, 2))}\n`);
    await writeAndSign(6);
    expect(await restore(...ACCEPTED)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('has the log other.example/ledger/1'),
    });
  });

  it('needs the key from elsewhere where the backup has none, and begins a new origin if it is lost', async () => {
    await ledger('backup', '--to', path('keyless'), '--without-keys');
    const restoreKeyless = (...args: string[]): Promise<Ended> =>
      ledger('restore', '--from', path('keyless'), ...args);
    expect((await restoreKeyless()).code).toBe(0);
    await rm(keyFile);

    expect(await restoreKeyless()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`The signing key of ${NAME} is neither in`),
    });
    const accepted = await restoreKeyless(...ACCEPTED);
    expect(accepted).toMatchObject({ code: 0, stdout: expect.stringContaining('has all of the 5 events') });
    expect(await ledger('verify', '--trust', path('keys/verifying-keys'))).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/VERIFIED\n$/),
    });
  });

  it('takes no backup of an embedded ledger, and none without a place for the key', async () => {
    const embedded = await runLedger(['restore', '--from', path('backup')], {
      LEDGER_DATA_DIR: path('data'),
    });
    const placeless = await runLedger(['restore', '--from', path('backup')], {
      EVENT_STORE_URL: server.url,
      READ_STORE_URL: 'postgres://nobody@127.0.0.1:1/none',
    });

    expect(embedded).toMatchObject({ code: 1, stderr: expect.stringContaining('is a backup of a cluster') });
    expect(placeless).toMatchObject({ code: 2, stderr: expect.stringContaining('LEDGER_SIGNING_KEY_FILE') });
  });
});
