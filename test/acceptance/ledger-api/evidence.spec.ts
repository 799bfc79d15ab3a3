import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BundleReport, nodePrimitives, trustedKeys } from '#libs/proof';
import { tarOf } from '../../../libs/proof/src/domain/archive.js';
import type { VerifierKey } from '../../../libs/proof/src/domain/signed-note.js';
import { filesOf, judge, textOf } from '../../support/bundles.js';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { clientOf } from '../clients.js';
import { updateWith } from '../seeds.js';

const gotham = newInstitution('Gotham ODR');

let running: RunningLedger;
let key: string;
let bundle: Uint8Array;
let firstCheckpoint: string;
let trusted: readonly VerifierKey[];

const get = (path: string, apiKey: string): Promise<Response> =>
  fetch(running.url + path, { headers: { authorization: `Bearer ${apiKey}` } });

const exported = async (query = ''): Promise<Uint8Array> => {
  const answer = await get(`/ledger/disputes/smartodr/A-1/export${query}`, key);
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
};

const judged = (archive: Uint8Array, kept?: string): BundleReport => judge(archive, trusted, kept);

beforeAll(async () => {
  running = await startLedger();
  await register(running, gotham);
  key = await auditorKey(running);
  const client = await clientOf(running, gotham);
  const write = (disputeId: string, update: string) => client('/update', updateWith({ disputeId, update }));
  await write('A-1', 'First hearing <b>&"');
  const path = (await write('B-1', 'Another dispute')).headers.get('ledger-proof') ?? '';
  await get(path, key);
  firstCheckpoint = await (await fetch(`${running.url}/ledger/checkpoint`)).text();
  await write('L-1', 'one\u2028two\u2029three\u0085four');
  for (let hearing = 2; hearing < 8; hearing += 1) await write('A-1', `Hearing ${hearing}`);
  bundle = await exported();
  trusted = await trustedKeys(join(running.dataDirectory, 'verifying-keys'));
});

afterAll(() => running.dispose());

/** Runs the verifier as an auditor does: the file from the bundle, with nothing else of ours. */
const runVerifier = async (archive: Uint8Array, ...options: string[]) => {
  const file = join(running.dataDirectory, 'case.tar');
  const verifier = join(running.dataDirectory, 'verify.mjs');
  await writeFile(file, archive);
  await writeFile(verifier, filesOf(bundle).get('verify.mjs') ?? '');
  return spawnSync(process.execPath, [verifier, file, ...options], { encoding: 'utf8' });
};

describe('an evidence bundle', () => {
  it('is verified by the verifier inside it, with a key from elsewhere', async () => {
    const keys = join(running.dataDirectory, 'verifying-keys');
    const { status, stdout } = await runVerifier(bundle, '--trust', keys);
    expect(stdout).toContain('8 events: content, hashes, chain, and inclusion in the proof log');
    expect(stdout).toContain('VERIFIED');
    expect(status).toBe(0);
  });

  it('is not verified without a trusted key', async () => {
    const { status, stdout } = await runVerifier(bundle);
    expect(stdout).toContain('no key is trusted');
    expect(status).toBe(2);
  });

  it('does not match another ledger’s key', async () => {
    const other = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
    const { status, stdout } = await runVerifier(bundle, '--trust', other);
    expect(stdout).toContain('no trusted key signed the checkpoint');
    expect(status).toBe(1);
  });

  it.each([[[]], [['a', 'b']], [['/nowhere']], [['--wrong']]])(
    'is not verified with the arguments %p, which are no use of the verifier',
    async (args) => {
      const verifier = join(running.dataDirectory, 'verify.mjs');
      expect(spawnSync(process.execPath, [verifier, ...args], { encoding: 'utf8' }).status).toBe(2);
    },
  );

  it('is downloaded under the name of the one folder in it', async () => {
    const answer = await get('/ledger/disputes/smartodr/A-1/export', key);
    const archive = new Uint8Array(await answer.arrayBuffer());
    const { exportedAt } = JSON.parse(textOf(filesOf(archive).get('about.json'))) as { exportedAt: string };
    const name = `dispute-smartodr-A-1-${exportedAt.slice(0, 10)}`;
    const { stdout } = spawnSync('tar', ['-tf', '-'], { input: archive, encoding: 'utf8' });
    const folders = stdout
      .trimEnd()
      .split('\n')
      .map((path) => path.split('/')[0]);

    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${name}.tar"`);
    expect([folders.length, new Set(folders)]).toStrictEqual([filesOf(archive).size, new Set([name])]);
    expect(textOf(filesOf(archive).get('dispute.html'))).toContain(`node verify.mjs ${name}.tar --trust KEY`);
  });

  it('stays verified without a folder, as those of earlier versions are', () => {
    expect(judged(tarOf(filesOf(bundle)))).toMatchObject({ verdict: 'verified' });
  });

  it.each(['dispute-smartodr-A-2-2025-03-01', 'dispute-smartodr-A-1', 'case'])(
    'does not match a folder that was named %s',
    (folder) => {
      expect(judged(tarOf(filesOf(bundle), folder))).toMatchObject({
        verdict: 'mismatch',
        problem: `the folder ${folder} does not belong to the dispute in about.json`,
      });
    },
  );

  it('keeps one line per event for readers that split at Unicode line ends', async () => {
    const answer = await get('/ledger/disputes/smartodr/L-1/export', key);
    const archive = new Uint8Array(await answer.arrayBuffer());
    const lines = textOf(filesOf(archive).get('events.jsonl')).split(
      /[\n\r\v\f\u001C-\u001E\u0085\u2028\u2029]/,
    );

    expect(judged(archive)).toMatchObject({ verdict: 'verified' });
    expect(lines.slice(0, -1).map((line) => (JSON.parse(line) as { type: string }).type)).toStrictEqual([
      'OdrDisputeReferenced.v1',
      'DisputeUpdateRecorded.v1',
    ]);
    expect(lines[1]).toContain('one\\u2028two\\u2029three\\u0085four');
  });

  it('has a page for people, which no text of the dispute can break', () => {
    const page = textOf(filesOf(bundle).get('dispute.html'));
    expect(page).toContain('First hearing &lt;b&gt;&amp;&quot;');
    expect(page).not.toContain('<b>');
    expect(page).toContain("default-src 'none'");
  });

  it('proves that the log has only grown since the auditor’s last checkpoint', async () => {
    const size = Number(firstCheckpoint.split('\n')[1]);
    const later = await exported(`?since=${size}`);
    expect(judged(later, firstCheckpoint)).toMatchObject({ verdict: 'verified' });
    expect(judged(later, textOf(filesOf(later).get('checkpoint'))).verdict).toBe('verified');
    expect(judged(bundle, firstCheckpoint)).toMatchObject({ verdict: 'incomplete' });
    const forged = firstCheckpoint.replace(
      /^(\S+\n\d+\n)(.)/,
      (_, head: string, first: string) => `${head}${first === 'A' ? 'B' : 'A'}`,
    );
    expect(judged(later, forged).verdict).toBe('mismatch');
  });

  it('is itself recorded in the ledger, with its digest and who exported it', async () => {
    const events = [];
    const stream = 'disputeExports-smartodr';
    for await (const event of running.ledger.store.readStream(stream, { direction: 'forwards' }))
      events.push(event);
    const sha256 = Buffer.from(nodePrimitives.sha256(bundle)).toString('hex');
    expect(events[0]).toMatchObject({
      type: 'DisputeExported.v1',
      data: { disputeId: 'A-1', events: 8, bundleSha256: sha256 },
      metadata: { holder: 'Auditor' },
    });
    expect((await get(`/ledger/proofs/${events[0]?.id}`, key)).status).toBe(200);
  });

  it('is given only to those who may export, and only for disputes that exist', async () => {
    const reader = await auditorKey(running, ['dispute:read']);
    const foreign = await auditorKey(running, ['export:create'], 'tenant-b');
    const path = '/ledger/disputes/smartodr/A-1/export';
    expect((await get(path, reader)).status).toBe(403);
    expect((await get(path, foreign)).status).toBe(404);
    expect((await get('/ledger/disputes/smartodr/A-404/export', key)).status).toBe(404);
    expect((await get(`${path}?since=x`, key)).status).toBe(400);
  });
});
