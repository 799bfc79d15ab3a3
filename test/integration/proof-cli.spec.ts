import { spawnSync } from 'node:child_process';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventChain } from '#libs/proof';
import { openProofLog } from '#libs/deployment';
import { type EventStore, Transactor } from '#libs/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signingKeyText } from '../../libs/proof/src/adapters/signing-key.js';
import { contextOf } from '../../libs/event-store/contract/counter.js';
import { disputeCodec } from '../../libs/disputes/src/domain/dispute-codec.js';
import { disputeDecider } from '../../libs/disputes/src/domain/dispute-decider.js';
import { type Ended, runLedger, runScript } from '../support/command-line.js';
import { recordUpdate } from '../support/disputes.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { tamper } from '../support/tamper.js';

const UPDATES = 3;
/** The first message of an institution refers to the dispute, which is an event of its own. */
const EVENTS = UPDATES + 1;

/** Of this seed the verifying key has a plus in its base64, which a reader that splits at each would get wrong. */
const SIGNING_KEY = signingKeyText('ledger.example/ledger', Buffer.alloc(32, 8));

let directory: LedgerDirectory;
let bundle: string;
beforeEach(async () => {
  directory = await ledgerDirectory();
  bundle = join(directory.path, 'case.tar');
  await writeFile(directory.files.signingKey, `${SIGNING_KEY}\n`, { mode: 0o600 });
  await directory.withStore(async (store) => {
    await writeUpdates(store);
    const log = await openProofLog(
      { dataDirectory: directory.path, publicUrl: 'https://ledger.example', signingKeyFile: undefined },
      store,
    );
    await log.signer.checkpoint();
    await log.stop();
  });
});
afterEach(() => directory.dispose());

const writeUpdates = async (store: EventStore): Promise<void> => {
  const disputes = new Transactor(store, {
    noun: 'dispute',
    decider: disputeDecider,
    codec: disputeCodec,
    chain: eventChain,
  });
  for (let hearing = 1; hearing <= UPDATES; hearing += 1)
    await disputes.transact({
      stream: 'dispute-acme.D-1',
      command: recordUpdate({ disputeId: 'D-1', update: `Hearing ${hearing}` }),
      context: contextOf(),
    });
};

const ledger = (...args: string[]): Promise<Ended> => runLedger(args, { LEDGER_DATA_DIR: directory.path });

const exportBundle = (): Promise<Ended> =>
  ledger('export', '--tenant', 'acme', '--dispute', 'D-1', '--out', bundle);

describe('ledger verify', () => {
  it('says what it verified of a sound log, and ends with 0', async () => {
    const { code, stdout } = await ledger('verify', '--data-dir', directory.path);
    expect(stdout).toContain(
      `${EVENTS} events hashed again and linked, 1 checkpoints recomputed and equal, 1 signatures`,
    );
    expect(stdout).toContain('VERIFIED');
    expect(code).toBe(0);
  });

  it('names the event that somebody changed, in words and as JSON, and ends with 1', async () => {
    await tamper(directory.files.events, `UPDATE events SET data = replace(data, 'Hearing 2', 'Hearing 9')`);
    const said = await ledger('verify', '--data-dir', directory.path);
    expect(said.stdout).toMatch(/the event \S+, revision 2 of dispute-acme\.D-1: its content/);
    expect(said.code).toBe(1);
    const json = await ledger('verify', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      verdict: 'mismatch',
      fault: { event: { stream: 'dispute-acme.D-1', revision: '2' } },
    });
    expect(json.code).toBe(1);
  });

  it('holds the log against a checkpoint that was kept elsewhere, whatever the directory says', async () => {
    const kept = join(directory.path, 'kept');
    await copyFile(directory.files.checkpoint, kept);
    expect((await ledger('verify', '--checkpoint', kept)).code).toBe(0);
    await writeFile(kept, (await readFile(kept, 'utf8')).replace(`\n${EVENTS}\n`, `\n${EVENTS + 1}\n`));
    const { code, stdout } = await ledger('verify', '--checkpoint', kept);
    expect(stdout).toContain('no trusted key signed the checkpoint');
    expect(code).toBe(1);
  });
});

describe('ledger export', () => {
  it('writes a bundle that the ledger and its own verifier verify, and the log is still sound', async () => {
    const exported = await exportBundle();
    expect(exported.stderr).toBe('');
    expect(exported.code).toBe(0);
    const verified = await ledger('verify', '--bundle', bundle);
    expect(verified.stdout).toContain(`${EVENTS} events: content, hashes, chain, and inclusion`);
    expect(verified.code).toBe(0);

    spawnSync('tar', ['-xf', bundle, '-C', directory.path, 'verify.mjs']);
    const [key = ''] = (await readFile(directory.files.verifyingKeys, 'utf8')).split('\n');
    const alone = await runScript(join(directory.path, 'verify.mjs'), [bundle, '--trust', key]);
    expect(alone.stdout).toContain('VERIFIED');
    expect(alone.code).toBe(0);
    expect((await ledger('verify')).stdout).toContain(`${EVENTS + 1} events hashed again`);
  });

  it('writes nothing over a file that is there, and nothing for a dispute that is not', async () => {
    await writeFile(bundle, 'mine');
    expect((await exportBundle()).code).toBe(1);
    expect(await readFile(bundle, 'utf8')).toBe('mine');
    const none = await ledger('export', '--tenant', 'acme', '--dispute', 'D-404', '--out', `${bundle}.404`);
    expect(none.code).toBe(1);
    expect(none.stderr + none.stdout).toContain('Tenant acme has no dispute D-404.');
  });

  it('makes a bundle whose change is found, with the event named', async () => {
    await exportBundle();
    const bytes = await readFile(bundle, 'latin1');
    await writeFile(bundle, bytes.replace('"update":"Hearing 2"', '"update":"Hearing 9"'), 'latin1');
    const { code, stdout } = await ledger('verify', '--bundle', bundle);
    expect(stdout).toMatch(/the event at revision 2: its content/);
    expect(code).toBe(1);
  });
});

describe('the recipe of docs/proof.md', () => {
  const runRecipe = async (): Promise<Ended> => {
    const page = await readFile(fileURLToPath(new URL('../../docs/proof.md', import.meta.url)), 'utf8');
    const [, recipe = ''] = /```bash\n([^]+?)```/.exec(page) ?? [];
    const [key = ''] = (await readFile(directory.files.verifyingKeys, 'utf8')).split('\n');
    expect(key.split('+').length).toBeGreaterThan(3);
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', recipe], {
      cwd: directory.path,
      env: { PATH: process.env['PATH'], KEY: key },
      encoding: 'utf8',
    });
    return { code: status ?? -1, stdout, stderr };
  };

  it('checks a bundle with nothing of ours, also with a key whose base64 has a plus', async () => {
    await exportBundle();
    const { code, stdout, stderr } = await runRecipe();
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.match(/Signature Verified Successfully/g)).toHaveLength(2);
    expect(stdout).toContain(`leaves/0000000${EVENTS - 1}.json: OK`);
    const first = (await readFile(join(directory.path, 'events.jsonl'), 'utf8')).split('\n')[0] ?? '';
    const { metadata } = JSON.parse(first) as { metadata: { hash: string } };
    expect(stdout).toContain(`${metadata.hash}  -`);
  });

  it.each([
    ['an event', '"update":"Hearing 2"', '"update":"Hearing 9"'],
    ['the count in the checkpoint', `\n${EVENTS}\n`, `\n${EVENTS + 1}\n`],
  ])('ends with an error when %s is another', async (_, from, to) => {
    await exportBundle();
    const bytes = await readFile(bundle, 'latin1');
    await writeFile(bundle, bytes.replace(from, to), 'latin1');
    expect((await runRecipe()).code).not.toBe(0);
  });
});
