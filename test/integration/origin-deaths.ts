import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { RestoreStream } from '#libs/proof';
import { builtForTests } from '../support/built.js';
import { runScript } from '../support/command-line.js';
import { RestorableLog } from '../support/restorable-log.js';

/**
 * Kills the start of a new origin in place of its nth step, for every `stride`th n, each on a log of its own.
 * Expects that no process starts in between unless the restore is there, and that doing it again leaves one
 * restore, of the same id. Resolves with how many were killed.
 */
export const killOriginStarts = async (stride: number): Promise<number> => {
  const prepared = await RestorableLog.create();
  try {
    await prepared.write(3);
    await prepared.sign();
    const copy = await prepared.backup();
    await prepared.write(2);
    const lost = await prepared.sign();
    await prepared.putBack(copy);
    await prepared.close();
    for (let killed = 0; ; killed += 1)
      if (!(await isKilledAt(1 + killed * stride, prepared, lost))) return killed;
  } finally {
    await prepared.dispose();
  }
};

const isKilledAt = async (step: number, prepared: RestorableLog, lost: string): Promise<boolean> => {
  const log = await RestorableLog.create();
  try {
    for (const file of Object.values(prepared.files)) await cp(file, log.beside(file));
    await cp(prepared.file, log.file);
    await writeFile(log.beside('lost'), lost);
    const { code, stderr } = await runScript(builtForTests('starting-origin'), [
      join(log.file, '..'),
      String(step),
    ]);
    expect(stderr).toBe('');
    const before = await new RestoreStream(await log.open()).all();
    await log.proofLog().then(
      (opened) => {
        expect(opened.events.history).toHaveLength(1);
      },
      (error: unknown) => {
        expect(String(error)).toMatch(/Run `ledger restore` again|over 5 was signed|which ended/);
      },
    );
    await log.startNewOrigin(lost);
    const after = await new RestoreStream(await log.open()).all();
    expect(after).toHaveLength(1);
    expect(after.map(({ event }) => event.id)).toEqual(
      before.length === 0 ? [expect.any(String)] : before.map(({ event }) => event.id),
    );
    expect(await log.verify()).toMatchObject({
      verdict: 'verified',
      restores: [{ lost: { from: 4, to: 5 } }],
    });
    return code !== 0;
  } finally {
    await log.dispose();
  }
};
