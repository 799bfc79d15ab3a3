import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { builtProcess } from '../support/built.js';
import { signedDirectory } from '../support/signed-directory.js';
import { type TemporaryDirectory, temporaryDirectory } from '../support/temporary-directory.js';
import { runProgram } from './program.js';

const signed = signedDirectory();

let directory: TemporaryDirectory;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

/** Makes a backup on a disk of 2 MB, fills the disk, and backs up again. The disk is gone with the shell. */
const SCRIPT = `
mount -t tmpfs -o size=2m tmpfs "$DISK" || exit 9
ledger() { "$NODE" --disable-warning=ExperimentalWarning "$LEDGER" "$@"; }
ledger backup --to "$DISK/backup" >/dev/null || exit 8
before=$(cat "$DISK/backup/manifest.json")
cat /dev/zero > "$DISK/fill" 2>/dev/null
ledger backup --to "$DISK/backup" --full; echo "backup $?"
[ "$before" = "$(cat "$DISK/backup/manifest.json")" ] && echo same
rm "$DISK/fill"
ledger backup --check "$DISK/backup"
ledger backup --to "$DISK/backup" --full | tail -1
`;

it('leaves the backup of before as it was when the disk is full, and takes the next one when there is room', async () => {
  const disk = join(directory.path, 'disk');
  await mkdir(disk);
  const { stdout, stderr } = runProgram('unshare', ['-Urm', 'sh', '-c', SCRIPT], {
    env: {
      DISK: disk,
      NODE: process.execPath,
      LEDGER: builtProcess('cli'),
      LEDGER_DATA_DIR: signed.directory.path,
    },
  });

  expect(stderr).toMatch(
    /^The backup to \S+ failed, and the one of before is as it was: the disk is full\.\n$/,
  );
  expect(stdout).toMatch(/^backup 1\nsame\n[^]*VERIFIED\nIt has the signing keys/);
});
