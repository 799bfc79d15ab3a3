import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleReportText, nodePrimitives, trustedKeys } from '#libs/audit';
import fc from 'fast-check';
import { type Files, filesOfTar, tarOf } from '../../libs/audit/src/domain/archive.js';
import { manifestText } from '../../libs/audit/src/domain/bundle.js';
import { leafHashOf, leafText, NO_HASH } from '../../libs/audit/src/domain/leaf.js';
import type { VerifierKey } from '../../libs/audit/src/domain/signed-note.js';
import { type BundleReport, verifyBundle } from '../../libs/audit/src/domain/verify-bundle.js';
import { newInstitution } from '../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../support/running-ledger.js';
import { clientOf } from './clients.js';
import { updateWith } from './seeds.js';

const gotham = newInstitution('Gotham ODR');
const CLEAN_BUNDLES = 1_000;
const MUTATIONS = 2_000;

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

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

const judged = (archive: Uint8Array, kept?: string): BundleReport =>
  verifyBundle(nodePrimitives, {
    archive,
    trusted,
    ...(kept !== undefined && { kept }),
    decode: (bytes) => text(bytes),
  });

const filesOf = (archive: Uint8Array): Map<string, Uint8Array> => {
  const files: Files | undefined = filesOfTar(archive);
  if (files === undefined) throw new Error('not a bundle');
  return new Map(files);
};

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
  for (let hearing = 2; hearing < 8; hearing += 1) await write('A-1', `Hearing ${hearing}`);
  bundle = await exported();
  trusted = await trustedKeys(join(running.dataDirectory, 'verifying-keys'));
});

afterAll(() => running.dispose());

/** The verifier as an auditor runs it: the file from the bundle, and nothing else of ours. */
const runVerifier = async (archive: Uint8Array, ...options: string[]) => {
  const file = join(running.dataDirectory, 'case.tar');
  const verifier = join(running.dataDirectory, 'verify.mjs');
  await writeFile(file, archive);
  await writeFile(verifier, filesOf(bundle).get('verify.mjs') ?? '');
  return spawnSync(process.execPath, [verifier, file, ...options], { encoding: 'utf8' });
};

describe('an evidence bundle', () => {
  it('is verified by the verifier that it brings, with a key from elsewhere', async () => {
    const keys = join(running.dataDirectory, 'verifying-keys');
    const { status, stdout } = await runVerifier(bundle, '--trust', keys);
    expect(stdout).toContain('8 events: content, hashes, chain, and inclusion in the signed log');
    expect(stdout).toContain('VERIFIED');
    expect(status).toBe(0);
  });

  it('is not verified without a key that is trusted', async () => {
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
    'is asked for as the usage says, not as %p',
    async (args) => {
      const verifier = join(running.dataDirectory, 'verify.mjs');
      expect(spawnSync(process.execPath, [verifier, ...args], { encoding: 'utf8' }).status).toBe(2);
    },
  );

  it('has a page for a person, which nothing in it can break', () => {
    const page = text(filesOf(bundle).get('dispute.html'));
    expect(page).toContain('First hearing &lt;b&gt;&amp;&quot;');
    expect(page).not.toContain('<b>');
    expect(page).toContain("default-src 'none'");
  });

  it('proves that the log only grew since the auditor was here last', async () => {
    const size = Number(firstCheckpoint.split('\n')[1]);
    const later = await exported(`?since=${size}`);
    expect(judged(later, firstCheckpoint)).toMatchObject({ verdict: 'verified' });
    expect(judged(later, text(filesOf(later).get('checkpoint'))).verdict).toBe('verified');
    expect(judged(bundle, firstCheckpoint)).toMatchObject({ verdict: 'incomplete' });
    const forged = firstCheckpoint.replace(
      /^(\S+\n\d+\n)(.)/,
      (_, head: string, first: string) => `${head}${first === 'A' ? 'B' : 'A'}`,
    );
    expect(judged(later, forged).verdict).toBe('mismatch');
  });

  it('is itself in the ledger, with who took it and its digest', async () => {
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

  it('is given only to who may export, and of disputes that exist', async () => {
    const reader = await auditorKey(running, ['dispute:read']);
    const foreign = await auditorKey(running, ['export:create'], 'tenant-b');
    const path = '/ledger/disputes/smartodr/A-1/export';
    expect((await get(path, reader)).status).toBe(403);
    expect((await get(path, foreign)).status).toBe(404);
    expect((await get('/ledger/disputes/smartodr/A-404/export', key)).status).toBe(404);
    expect((await get(`${path}?since=x`, key)).status).toBe(400);
  });
});

interface Line {
  id: string;
  stream: string;
  revision: string;
  type: string;
  data: Record<string, string>;
  metadata: Record<string, string>;
}

const linesOf = (files: Map<string, Uint8Array>): Line[] =>
  text(files.get('events.jsonl'))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);

/** The bundle with these events, everything else made to fit as far as a forger without the key can. */
const forgedWith = (lines: readonly Line[], { relinks }: { relinks: boolean }): Uint8Array => {
  const files = filesOf(bundle);
  let prevHash = NO_HASH;
  for (const line of lines) {
    const event = () => ({ ...line, revision: BigInt(line.revision) });
    if (relinks) {
      line.metadata['prevHash'] = prevHash;
      line.metadata['hash'] = leafHashOf(nodePrimitives, event(), prevHash);
    }
    const name = `leaves/${line.revision.padStart(8, '0')}.json`;
    files.set(name, nodePrimitives.utf8(leafText(nodePrimitives, event(), prevHash)));
    prevHash = leafHashOf(nodePrimitives, event(), prevHash);
  }
  files.set('events.jsonl', Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
  const signature = text(files.get('MANIFEST')).split('\n\n')[1] ?? '';
  files.set('MANIFEST', Buffer.from(`${manifestText(nodePrimitives, files)}\n${signature}`));
  return tarOf(files);
};

const COUNT = 8;
const at = fc.nat({ max: COUNT - 1 });
const relinks = fc.boolean();

describe('a bundle that somebody changed', () => {
  it('is found whatever byte is another', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Uint8Array.from(bundle);
        const index = place % changed.length;
        changed[index] = (changed[index] ?? 0) ^ change;
        expect(judged(changed).verdict).toBe('mismatch');
      }),
      { numRuns: MUTATIONS / 4 },
    );
  });

  it('names the event that was edited, also when every hash was made again', () => {
    fc.assert(
      fc.property(at, fc.string({ minLength: 1 }), relinks, (index, added, again) => {
        const lines = linesOf(filesOf(bundle));
        const line = lines[index];
        if (line !== undefined) line.data = { ...line.data, added: added.toWellFormed() };
        const { verdict, event } = judged(forgedWith(lines, { relinks: again }));
        expect({ verdict, revision: event?.revision }).toStrictEqual({
          verdict: 'mismatch',
          revision: String(index),
        });
      }),
      { numRuns: MUTATIONS / 4 },
    );
  });

  it('names the first event that is not where it was: taken out, twice, or changed in order', () => {
    fc.assert(
      fc.property(at, fc.constantFrom('out', 'twice', 'order'), relinks, (index, how, again) => {
        const lines = linesOf(filesOf(bundle));
        const [line] = lines.splice(index, how === 'twice' ? 0 : 1);
        if (how === 'twice') lines.splice(index, 0, structuredClone(lines[index]) as Line);
        if (how === 'order') lines.splice((index + 3) % COUNT, 0, line as Line);
        const { verdict, event } = judged(forgedWith(lines, { relinks: again }));
        expect(verdict).toBe('mismatch');
        expect(event).toBeDefined();
      }),
      { numRuns: MUTATIONS / 4 },
    );
  });

  it('names the event that was moved to another dispute or whose hashes were taken away', () => {
    fc.assert(
      fc.property(at, fc.constantFrom('stream', 'hash', 'time', 'type'), relinks, (index, what, again) => {
        const lines = linesOf(filesOf(bundle));
        const line = lines[index];
        if (line === undefined) return;
        if (what === 'stream') line.stream = 'dispute-smartodr.B-1';
        if (what === 'type') line.type = 'DisputeClosed.v1';
        if (what === 'time') line.metadata['recordedAt'] = '2020-01-01T00:00:00.000Z';
        if (what === 'hash') delete line.metadata['hash'];
        const { verdict, event } = judged(forgedWith(lines, { relinks: again && what !== 'hash' }));
        expect({ verdict, revision: event?.revision }).toStrictEqual({
          verdict: 'mismatch',
          revision: String(index),
        });
      }),
      { numRuns: MUTATIONS / 4 },
    );
  });

  it('is found when its checkpoint or its keys are others', async () => {
    const files = filesOf(bundle);
    files.set('checkpoint', Buffer.from(firstCheckpoint));
    expect(judged(tarOf(files)).verdict).toBe('mismatch');
    const keys = filesOf(bundle);
    keys.set('keys', Buffer.from('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n'));
    expect(judged(tarOf(keys))).toMatchObject({ verdict: 'mismatch' });
    expect(bundleReportText(judged(tarOf(keys)))).toContain('keys');
    expect((await readFile(join(running.dataDirectory, 'checkpoint'), 'utf8')).length).toBeGreaterThan(0);
  });

  it(`is never said of one that is clean, in ${CLEAN_BUNDLES} of them`, () => {
    const verdicts = new Set<string>();
    const lines = linesOf(filesOf(bundle));
    expect(lines).toHaveLength(COUNT);
    for (let run = 0; run < CLEAN_BUNDLES; run += 1) verdicts.add(judged(tarOf(filesOf(bundle))).verdict);
    expect([...verdicts]).toStrictEqual(['verified']);
  });
});
