import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { dieAtStep, isHalfRestored } from '../integration/backup-deaths.js';
import { runLedger } from '../support/command-line.js';
import { signedDirectory } from '../support/signed-directory.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';

const signed = signedDirectory();
let place: TemporaryDirectory;

beforeEach(async () => {
  place = await temporaryDirectory();
});
afterEach(() => place.remove());

const verdict = async (dataDirectory: string, ...args: string[]): Promise<string> => {
  const { stdout, stderr } = await runLedger(args, { LEDGER_DATA_DIR: dataDirectory });
  return stdout + stderr;
};

describe('a kill in place of each step that changes files', () => {
  it('of a backup leaves the backup of before', async () => {
    const backup = join(place.path, 'backup');
    expect((await signed.ledger('backup', '--to', backup)).code).toBe(0);
    let step = 1;
    for (; ; step += 1) {
      const end = await dieAtStep(step, ['backup', '--full', '--to', backup], signed.directory.path);
      expect(await verdict(signed.directory.path, 'backup', '--check', backup)).toContain('VERIFIED');
      if (end === 'done') break;
    }
    expect(step).toBeGreaterThan(10);
  });

  it('of a restore leaves the old log, the new one, or a restore that ends when repeated', async () => {
    const backup = join(place.path, 'backup');
    expect((await signed.ledger('backup', '--to', backup)).code).toBe(0);
    let [step, halves] = [1, 0];
    for (; ; step += 1) {
      const target = join(place.path, `target-${step}`);
      await cp(signed.directory.path, target, { recursive: true });
      const end = await dieAtStep(step, ['restore', '--from', backup], target);
      const isHalf = isHalfRestored(target);
      if (isHalf) halves += 1;
      const refused = isHalf ? 'restore that was interrupted' : 'VERIFIED';
      expect(await verdict(target, 'verify')).toContain(refused);
      const repeated = await verdict(target, 'restore', '--from', backup);
      expect(repeated).toContain(isHalf ? 'Finished the restore' : 'Restored the backup');
      expect(await verdict(target, 'verify')).toMatch(/\nVERIFIED\n$/);
      if (end === 'done') break;
    }
    expect(halves).toBeGreaterThan(5);
  });
});
