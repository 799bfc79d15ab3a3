import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BundleReport, bundleReportText, nodePrimitives, trustedKeys } from '#libs/proof';
import fc from 'fast-check';
import { tarOf } from '../../../libs/proof/src/domain/archive.js';
import { manifestText } from '../../../libs/proof/src/domain/bundle.js';
import { leafHashOf, leafText, NO_HASH } from '../../../libs/proof/src/domain/leaf.js';
import type { VerifierKey } from '../../../libs/proof/src/domain/signed-note.js';
import { filesOf, judge, textOf } from '../../support/bundles.js';
import { newInstitution } from '../../support/institution.js';
import { auditorKey, register, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { clientOf } from '../clients.js';
import { updateWith } from '../seeds.js';

const gotham = newInstitution('Gotham ODR');
/** Events of the dispute: one that references it, and one per hearing. */
const COUNT = 8;
const MUTATIONS = 2_000;
const CLEAN_BUNDLES = 50;
const VERIFICATIONS_EACH = 20;

let running: RunningLedger;
let key: string;
let bundle: Uint8Array;
let earlierCheckpoint: string;
let trusted: readonly VerifierKey[];
let write: (disputeId: string, update: string) => Promise<unknown>;

const exported = async (disputeId: string): Promise<Uint8Array> => {
  const answer = await fetch(`${running.url}/ledger/disputes/smartodr/${disputeId}/export`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
};

const judged = (archive: Uint8Array): BundleReport => judge(archive, trusted);

beforeAll(async () => {
  running = await startLedger();
  await register(running, gotham);
  key = await auditorKey(running);
  const client = await clientOf(running, gotham);
  write = (disputeId, update) => client('/update', updateWith({ disputeId, update }));
  await write('B-1', 'Another dispute');
  await exported('B-1');
  earlierCheckpoint = await (await fetch(`${running.url}/ledger/checkpoint`)).text();
  for (let hearing = 1; hearing < COUNT; hearing += 1) await write('A-1', `Hearing ${hearing}`);
  bundle = await exported('A-1');
  trusted = await trustedKeys(join(running.dataDirectory, 'verifying-keys'));
});

afterAll(() => running.dispose());

interface Line {
  id: string;
  stream: string;
  revision: string;
  type: string;
  data: Record<string, string>;
  metadata: Record<string, string>;
}

const linesOf = (files: Map<string, Uint8Array>): Line[] =>
  textOf(files.get('events.jsonl'))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);

/**
 * Returns the bundle with these events, and everything else adapted as far as a forger without the key can.
 */
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
  const signature = textOf(files.get('MANIFEST')).split('\n\n')[1] ?? '';
  files.set('MANIFEST', Buffer.from(`${manifestText(nodePrimitives, files)}\n${signature}`));
  return tarOf(files);
};

const at = fc.nat({ max: COUNT - 1 });
const relinks = fc.boolean();

describe('a bundle that somebody changed', () => {
  it('is detected whichever byte differs, and names the event whose line, leaf or proof has that byte', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (chance, change) => {
        const changed = Uint8Array.from(bundle);
        const at = chance % changed.length;
        changed[at] = (changed[at] ?? 0) ^ change;
        const report = judged(changed);
        expect(report.verdict).toBe('mismatch');
        const revision = revisionAt(at);
        if (revision !== undefined) expectNamed(report, revision);
      }),
      { numRuns: MUTATIONS / 4 },
    );
  });

  it('names the event that was edited, even when every hash was recomputed', () => {
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

  it('names the first event that is out of place: removed, duplicated or reordered', () => {
    fc.assert(
      fc.property(at, fc.constantFrom('out', 'twice', 'order'), relinks, (index, how, again) => {
        const lines = linesOf(filesOf(bundle));
        const [line] = lines.splice(index, how === 'twice' ? 0 : 1);
        if (how === 'twice') lines.splice(index, 0, structuredClone(lines[index]) as Line);
        if (how === 'order') lines.splice((index + 3) % COUNT, 0, line as Line);
        const stray = lines.find(({ revision }, place) => revision !== String(place));
        const { verdict, event } = judged(forgedWith(lines, { relinks: again }));
        // When the end was cut off, only the missing event's place is known.
        const named = stray ?? { id: '', revision: String(COUNT - 1) };
        expect({ verdict, eventId: event?.eventId, revision: event?.revision }).toStrictEqual({
          verdict: 'mismatch',
          eventId: named.id,
          revision: named.revision,
        });
      }),
      { numRuns: MUTATIONS / 4 },
    );
  });

  it('names the event that got another dispute, time or type, or that lost its hash', () => {
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

  it('is detected when its checkpoint or its keys were replaced', () => {
    const files = filesOf(bundle);
    files.set('checkpoint', Buffer.from(earlierCheckpoint));
    expect(judged(tarOf(files)).verdict).toBe('mismatch');
    const keys = filesOf(bundle);
    keys.set('keys', Buffer.from('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n'));
    expect(judged(tarOf(keys))).toMatchObject({ verdict: 'mismatch' });
    expect(bundleReportText(judged(tarOf(keys)))).toContain('keys');
  });
});

describe('an unchanged bundle', () => {
  it(`is always verified: ${CLEAN_BUNDLES} different ones, ${VERIFICATIONS_EACH} times each`, async () => {
    const digests = new Set<string>();
    const texts = fc.sample(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), CLEAN_BUNDLES);
    for (const [index, text] of texts.entries()) {
      for (let update = 0; update <= index % 5; update += 1) await write(`C-${index}`, `${update} ${text}`);
      const clean = await exported(`C-${index}`);
      digests.add(nodePrimitives.sha256Hex(Buffer.from(clean).toString('latin1')));
      for (let time = 0; time < VERIFICATIONS_EACH; time += 1)
        expect(judged(clean)).toMatchObject({ verdict: 'verified' });
    }
    expect(digests.size).toBe(CLEAN_BUNDLES);
  });
});

const BLOCK = 512;

/** Returns the revision of the event whose line, leaf or proof has this byte of the archive, if any. */
const revisionAt = (at: number): number | undefined => {
  let start = 0;
  for (const [name, content] of filesOf(bundle)) {
    start += BLOCK;
    const within = at - start;
    if (within >= 0 && within < content.length) {
      if (name === 'events.jsonl') return textOf(content.subarray(0, within)).split('\n').length - 1;
      const [, revision] = /^(?:leaves|proofs)\/(\d+)/.exec(name) ?? [];
      return revision === undefined ? undefined : Number(revision);
    }
    start += Math.ceil(content.length / BLOCK) * BLOCK;
  }
  return undefined;
};

/**
 * Expects the event to be named by its id, its revision or its line, as the changed byte may be in its id.
 */
const expectNamed = ({ event, problem }: BundleReport, revision: number): void => {
  const { id } = linesOf(filesOf(bundle))[revision] ?? {};
  const isNamed =
    event !== undefined
      ? event.eventId === id || event.revision === String(revision)
      : // No leaf covers the position in the store. Only the signed manifest does, which names just the file.
        [`line ${revision + 1} of events.jsonl`, '  events.jsonl'].some((place) => problem?.includes(place));
  expect({ problem, isNamed }).toStrictEqual({ problem, isNamed: true });
};
