import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Ended, runLedger } from '../support/command-line.js';
import { signedDirectory } from '../support/signed-directory.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { dieAtStep, isHalfRestored } from './backup-deaths.js';

/** Every step is killed in `test/crash/backup.full.ts`; these are in each part of the work. */
const BACKUP_STEPS = [10, 23];
const RESTORE_STEPS = [9, 14, 20];

const signed = signedDirectory();
let place: TemporaryDirectory;

beforeEach(async () => {
  place = await temporaryDirectory();
});
afterEach(() => place.remove());

const ledger = (dataDirectory: string, ...args: string[]): Promise<Ended> =>
  runLedger(args, { LEDGER_DATA_DIR: dataDirectory });

describe('a backup that is killed', () => {
  it.each(BACKUP_STEPS)('at step %d leaves none or a sound one, and the next one is whole', async (step) => {
    const backup = join(place.path, 'backup');
    await dieAtStep(step, ['backup', '--to', backup], signed.directory.path);
    const found = await ledger(signed.directory.path, 'backup', '--check', backup);
    expect(found.code === 0 ? found.stdout : found.stderr).toMatch(/VERIFIED|has no backup/);

    expect(await signed.ledger('backup', '--to', backup)).toMatchObject({ code: 0, stderr: '' });
    expect((await signed.ledger('backup', '--check', backup)).stdout).toContain('VERIFIED');
  });
});

describe('a restore that is killed', () => {
  it.each(RESTORE_STEPS)(
    'at step %d leaves the old log, the new one, or ends when repeated',
    async (step) => {
      const backup = join(place.path, 'backup');
      const target = join(place.path, 'target');
      expect((await signed.ledger('backup', '--to', backup)).code).toBe(0);
      await cp(signed.directory.path, target, { recursive: true });

      await dieAtStep(step, ['restore', '--from', backup], target);
      const verified = await ledger(target, 'verify');
      const refused = `restore --from ${backup}\` again`;
      expect(isHalfRestored(target) ? verified.stderr : verified.stdout).toContain(
        isHalfRestored(target) ? refused : 'VERIFIED',
      );

      expect(await ledger(target, 'restore', '--from', backup)).toMatchObject({ code: 0, stderr: '' });
      expect((await ledger(target, 'verify')).stdout).toMatch(/\nVERIFIED\n$/);
      expect(isHalfRestored(target)).toBe(false);
    },
  );
});
