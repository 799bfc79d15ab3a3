import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { filesOf, judge, textOf } from '../../../../test/support/bundles.js';
import { lostIn, REASON, RestorableLog } from '../../../../test/support/restorable-log.js';
import { tamper } from '../../../../test/support/tamper.js';
import { folderOfTar, tarOf } from '../domain/archive.js';
import { manifestText } from '../domain/bundle.js';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { restoresLostBetween } from './restore-stream.js';
import { SigningKeys } from './signing-keys.js';

let log: RestorableLog;
beforeEach(async () => {
  log = await RestorableLog.create();
});
afterEach(() => log.dispose());

/** Writes some events, and loses the last two of them, which were signed. Returns the lost checkpoint. */
const lose = (kept: number): Promise<string> => loseIn(log, kept);

const loseIn = async (log: RestorableLog, kept: number): Promise<string> => {
  await log.write(kept);
  await log.sign();
  const copy = await log.backup();
  await log.write(2);
  const lost = await log.sign();
  await log.putBack(copy);
  await log.startNewOrigin(lost);
  return lost;
};

/** A log that was restored twice, a sound copy of it, and a bundle. */
let twice: RestorableLog;
let sound: string;
let bundleOfTwice: Uint8Array;
beforeAll(async () => {
  twice = await RestorableLog.create();
  await loseIn(twice, 3);
  await loseIn(twice, 2);
  bundleOfTwice = await twice.bundle();
  sound = await twice.backup();
});
afterAll(() => twice.dispose());

const file = async (text: string): Promise<string> => {
  const path = join(log.file, '..', 'kept');
  await writeFile(path, text);
  return path;
};

const RESTORES = `stream_id = (SELECT id FROM streams WHERE name = 'ledgerRestores-main')`;

describe('the restores of a log', () => {
  it.each([
    [
      'one is edited',
      `UPDATE events SET data = replace(data, 'disk', 'mood') WHERE ${RESTORES} AND revision = 0`,
    ],
    [
      'the newest is edited',
      `UPDATE events SET data = replace(data, '"lostSize":"', '"lostSize":"1') WHERE ${RESTORES} AND revision = 1`,
    ],
    ['the first is removed', `DELETE FROM events WHERE ${RESTORES} AND revision = 0`],
    ['the newest is removed', `DELETE FROM events WHERE ${RESTORES} AND revision = 1`],
    ['all are removed', `DELETE FROM events WHERE ${RESTORES}`],
    [
      'they are exchanged',
      `UPDATE events SET revision = revision + 10 WHERE ${RESTORES}; UPDATE events SET revision = 11 - revision WHERE ${RESTORES}`,
    ],
    ['one gets another type', `UPDATE events SET type = 'Other.v1' WHERE ${RESTORES} AND revision = 1`],
  ])('do not verify, and are named, when %s', async (_, sql) => {
    await twice.putBack(sound);
    await tamper(twice.file, sql);
    const { verdict, fault } = await twice.verify();
    expect(verdict).toBe('mismatch');
    expect(fault?.event?.stream ?? fault?.what).toMatch(
      /^ledgerRestores-main$|^The stream ledgerRestores-main is not|does not have the restore/,
    );
  });

  it('do not hide that more was signed than they say', async () => {
    await log.write(3);
    const first = await log.sign();
    const copy = await log.backup();
    await log.write(2);
    const newest = await log.sign();
    await log.putBack(copy);
    await log.startNewOrigin(first);
    const report = await log.verify(await file(newest));
    expect(report).toMatchObject({
      verdict: 'mismatch',
      fault: { what: expect.stringContaining('but another one over 5 was signed') as unknown },
    });
  });

  it('name a restore that was lost itself, and what its origin had signed', async () => {
    await log.write(2);
    await log.sign();
    const copy = await log.backup();
    await lose(1);
    await log.write(1);
    const newest = await log.sign();
    const former = await log.open();
    const bundle = await log.bundle();
    const lostRestores = await restoresLostBetween(former, await log.openCopy(copy));
    await log.putBack(copy);
    await log.startNewOrigin(newest, lostRestores);
    await log.write(1);
    await log.sign();
    const report = await log.verify();
    expect(report).toMatchObject({
      verdict: 'verified',
      restores: [{ lost: { from: 1, to: 5 }, lostRestores: [{ reason: REASON }] }],
    });
    expect(judge(bundle, await log.trusted()).verdict).toBe('verified');
    const kept = await log.verify(await file(newest));
    expect(kept.verdict).toBe('incomplete');
    expect(kept.fault?.what).toContain(`events from 1 to 5 of the origin ${lostIn(newest).origin} are lost`);
  });

  it('ask for the key of the origin that ended, and do not call its checkpoint a mismatch', async () => {
    const lost = await lose(3);
    const bundle = await log.bundle();
    const { verifierKeys } = await SigningKeys.read(log.files.signingKey);
    expect(judge(bundle, verifierKeys, lost)).toMatchObject({
      verdict: 'incomplete',
      problem: expect.stringContaining('pass the key of that origin with --trust') as unknown,
    });
    const path = await file(lost);
    await expect(log.verifyTrusting(verifierKeys, path)).rejects.toThrow('pass that key with --trust');
    const forged = lost.replace('\n5\n', '\n4\n');
    expect((await log.verify(await file(forged))).verdict).toBe('mismatch');
  });
});

describe('a bundle of a restored log', () => {
  /** Changes files of the bundle as somebody could who has the signing key. */
  const changed = async (
    bundle: Uint8Array,
    change: (files: Map<string, Uint8Array>) => void,
  ): Promise<Uint8Array> => {
    const keys = await SigningKeys.read(twice.files.signingKey);
    const files = filesOf(bundle);
    change(files);
    files.set('MANIFEST', Buffer.from(keys.signedText(manifestText(nodePrimitives, files))));
    return tarOf(files, folderOfTar(bundle));
  };

  const lines = (files: Map<string, Uint8Array>): string[] =>
    textOf(files.get('restores.jsonl')).trim().split('\n');
  const write = (files: Map<string, Uint8Array>, texts: readonly string[]): void => {
    files.set('restores.jsonl', Buffer.from(texts.map((text) => `${text}\n`).join('')));
  };

  it.each<[string, (files: Map<string, Uint8Array>) => void, string]>([
    ['are left out', (files) => void files.delete('restores.jsonl'), 'which the bundle lacks'],
    [
      'lack the newest',
      (files) => {
        write(files, lines(files).slice(0, 1));
      },
      'it is not the first leaf',
    ],
    [
      'lack the first',
      (files) => {
        write(files, lines(files).slice(1));
      },
      'not those that it names',
    ],
    [
      'are exchanged',
      (files) => {
        write(files, lines(files).reverse());
      },
      'it is the first leaf',
    ],
    [
      'have another reason',
      (files) => {
        write(
          files,
          lines(files).map((line) => line.replace('disk', 'mood')),
        );
      },
      'its content does not match its hash',
    ],
    ['lack a proof', (files) => void files.delete('restores/00000001.tlog-proof'), 'is missing'],
    [
      'have another leaf',
      (files) => void files.set('restores/00000000.json', Buffer.from('{}')),
      'its leaf file is missing',
    ],
    [
      'have a proof of another place',
      (files) => {
        const name = 'restores/00000000.tlog-proof';
        files.set(name, Buffer.from(textOf(files.get(name)).replace(/index \d+/, 'index 1')));
      },
      'its proof does not lead to the root',
    ],
    [
      'are of another kind',
      (files) => {
        write(
          files,
          lines(files).map((line) => line.replace('LogRestored.v1', 'Other.v1')),
        );
      },
      'is not a restore',
    ],
  ])('does not verify when its restores %s, though its manifest is signed', async (_, change, problem) => {
    const trusted = await twice.trusted();
    expect(judge(bundleOfTwice, trusted)).toMatchObject({ verdict: 'verified', restores: [{}, {}] });
    const report = judge(await changed(bundleOfTwice, change), trusted);
    expect(report).toMatchObject({
      verdict: 'mismatch',
      problem: expect.stringContaining(problem) as unknown,
    });
  });

  it('of before the restore still verifies under the old key, and not as one of the new log', async () => {
    await log.write(3);
    const copy = await log.backup();
    await log.write(2);
    const lost = await log.sign();
    const bundle = await log.bundle();
    await log.putBack(copy);
    await log.startNewOrigin(lost);
    const [old] = await log.trusted();
    expect(judge(bundle, old === undefined ? [] : [old], lost).verdict).toBe('verified');
    const { verifierKeys } = await SigningKeys.read(log.files.signingKey);
    expect(judge(bundle, verifierKeys).verdict).toBe('mismatch');
  });
});

describe('a process that starts on a restored log', () => {
  it.each(['older', 'newer'])('is refused with a key of an %s origin, and told what to do', async (which) => {
    await log.write(3);
    await log.sign();
    const copy = await log.backup();
    const oldKey = await readFile(log.files.signingKey, 'utf8');
    await log.write(2);
    await log.putBack(copy);
    await log.startNewOrigin(await log.lastCheckpoint());
    if (which === 'older') await writeFile(log.files.signingKey, oldKey);
    else await log.putBack(copy);
    await expect(log.proofLog()).rejects.toThrow(
      which === 'older' ? 'which ended. Nothing is appended' : 'a restore that the log does not have',
    );
  });
});
