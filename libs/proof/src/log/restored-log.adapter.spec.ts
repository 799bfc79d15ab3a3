import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judge } from '../../../../test/support/bundles.js';
import { DECIDER, lostIn, REASON, RestorableLog } from '../../../../test/support/restorable-log.js';
import { isConsistent } from '../domain/merkle.js';
import { nodePrimitives } from '../adapters/node-primitives.js';
import type { MerkleTree } from '../domain/merkle-tree.js';

/** Between a copy of the log and its end: events before it, and events after it, which a restore loses. */
const restores = fc.array(
  fc.record({ before: fc.integer({ min: 1, max: 3 }), after: fc.integer({ min: 1, max: 3 }) }),
  { maxLength: 3 },
);

let log: RestorableLog;
beforeEach(async () => {
  log = await RestorableLog.create();
});
afterEach(() => log.dispose());

/** A note that somebody kept, and the tree of the origin that it is of. */
interface KeptNote {
  readonly note: string;
  readonly tree: MerkleTree;
  readonly isLost: boolean;
}

describe('a log that was restored', () => {
  it('verifies after any number of restores, with every bundle and every note that is not lost', async () => {
    await fc.assert(
      fc.asyncProperty(restores, async (history) => {
        await log.dispose();
        log = await RestorableLog.create();
        const { notes, bundles } = await lived(history);
        const report = await log.verify();
        expect(report).toMatchObject({ verdict: 'verified', fault: undefined });
        expect(report.restores ?? []).toHaveLength(history.length);
        const trusted = await log.trusted();
        for (const bundle of bundles) expect(judge(bundle, trusted)).toMatchObject({ verdict: 'verified' });
        const last = judge(bundles.at(-1) ?? new Uint8Array(), trusted);
        expect(last.restores).toStrictEqual(report.restores);
        await expectKept(notes, bundles.at(-1));
        expectNoForks(notes);
      }),
      { numRuns: 6 },
    );
  });

  it('says in one sentence when, by whom and why it was restored, and which events are lost', async () => {
    const { note } = await loseTwo();
    const { restores: told } = await log.verify();
    expect(told).toMatchObject([
      { by: DECIDER, reason: REASON, oldOrigin: lostIn(note).origin, lost: { from: 4, to: 5 } },
    ]);
  });
});

/** Writes, signs and copies a log, and puts each copy back after it has signed more. */
const lived = async (history: readonly { before: number; after: number }[]) => {
  const notes: KeptNote[] = [];
  const bundles: Uint8Array[] = [];
  const sign = async (isLost: boolean): Promise<string> => {
    const note = await log.sign();
    notes.push({ note, isLost, tree: (await log.proofLog()).events.tree });
    return note;
  };
  await log.write(1);
  for (const { before, after } of history) {
    await log.write(before);
    await sign(false);
    const copy = await log.backup();
    await log.write(after);
    const lost = await sign(true);
    bundles.push(await log.bundle());
    await log.putBack(copy);
    await log.startNewOrigin(lost);
  }
  await log.write(1);
  await sign(false);
  bundles.push(await log.bundle());
  return { notes, bundles };
};

/** Expects that each kept note is answered rightly by the log, and by its newest bundle. */
const expectKept = async (
  notes: readonly KeptNote[],
  bundle: Uint8Array = new Uint8Array(),
): Promise<void> => {
  const trusted = await log.trusted();
  const newest = lostIn(notes.at(-1)?.note ?? '').origin;
  for (const [index, { note, isLost }] of notes.entries()) {
    const file = join(log.file, '..', `note-${index}`);
    await writeFile(file, note);
    const { verdict, fault } = await log.verify(file);
    expect(verdict).toBe(isLost ? 'incomplete' : 'verified');
    if (isLost) expect(fault?.what).toMatch(/^this log was restored on .* are lost$/);
    if (lostIn(note).origin !== newest)
      expect(judge(bundle, trusted, note)).toMatchObject({
        verdict: 'incomplete',
        problem: expect.stringMatching(/^this log was restored on /) as unknown,
      });
  }
};

/** Expects what a witness checks: of two checkpoints of one origin, one continues the other. */
const expectNoForks = (notes: readonly KeptNote[]): void => {
  const signed = notes.map(({ note, tree }) => ({ ...lostIn(note), tree }));
  for (const one of signed)
    for (const other of signed) {
      if (one.origin !== other.origin || one.size >= other.size) continue;
      const proof = other.tree.consistencyProof(one.size, other.size);
      const claim = { size1: one.size, size2: other.size, root1: one.root, root2: other.root, proof };
      expect(isConsistent(nodePrimitives, claim)).toBe(true);
    }
};

/** Signs three events, of which a copy is put back, and two more, which are lost. */
const loseTwo = async (): Promise<{ note: string; bundle: Uint8Array }> => {
  await log.write(3);
  await log.sign();
  const copy = await log.backup();
  await log.write(2);
  const note = await log.sign();
  const bundle = await log.bundle();
  await log.putBack(copy);
  await log.startNewOrigin(note);
  return { note, bundle };
};
