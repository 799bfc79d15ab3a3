import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataFiles } from '#libs/environment';
import { openDatabase } from '#libs/sqlite';
import { tamper } from '../../../support/tamper.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';
import { toldBundle } from '../../support/told-body.js';
import type { Story } from '../story.js';

const VERIFIER = fileURLToPath(new URL('../../../../dist/verify.mjs', import.meta.url));

/** Exports the evidence of a dispute, and verifies it. */
export const runExports = async (ledger: RecordedLedger, story: Story): Promise<void> => {
  const fileOf = (name: string): string => join(ledger.directory.path, name);
  const [case1, case2, case3] = ['case-1.tar', 'case-2.tar', 'case-3.tar'].map(fileOf);
  const dispute = ['export', '--tenant', 'umbrella', '--dispute', 'U-1', '--out'];
  const bundle = case1 ?? '';
  // The last event is not signed yet, so each export makes exactly one checkpoint.
  await story.tellMore('before an export');
  await ledger.command('an export', [...dispute, bundle]);
  ledger.take('what the export has', { files: toldBundle(await readFile(bundle)) });
  await copyFile(ledger.directory.files.checkpoint, fileOf('kept'));
  await story.tellMore('before an export since');
  await ledger.command('an export as json', [...dispute, case2 ?? '', '--since', '36', '--json']);
  await story.tellMore('before an export over a file');
  await ledger.command('an export over a file', [...dispute, bundle]);
  await story.tellMore('before the next');
  await ledger.command('an export without its growth', [...dispute, case3 ?? '']);
  await story.signMore('before an export of nothing');
  const nothing = ['export', '--tenant', 'umbrella', '--dispute', 'U-404', '--out', fileOf('none.tar')];
  await ledger.command('an export of what is not there', nothing);
  await ledger.command('an export of what is not there as json', [...nothing, '--json']);
  await ledger.command('an export since nothing', [...dispute, fileOf('none.tar'), '--since', '0']);

  const trust = ['--trust', ledger.directory.files.verifyingKeys];
  const verify = (name: string, ...args: string[]) => ledger.command(name, ['verify', ...args]);
  await verify('a bundle is verified', '--bundle', bundle);
  await verify('a bundle is verified as json', '--bundle', bundle, '--json');
  await verify(
    'a bundle is verified by what was kept',
    '--bundle',
    case2 ?? '',
    '--checkpoint',
    fileOf('kept'),
  );
  await verify(
    'a bundle is older than what was kept',
    '--bundle',
    bundle,
    '--checkpoint',
    ledger.directory.files.checkpoint,
  );
  await verify('a bundle does not prove its growth', '--bundle', case3 ?? '', '--checkpoint', fileOf('kept'));
  await verify('a bundle that is not there', '--bundle', fileOf('missing.tar'));
  await verify('a key that is none', '--bundle', bundle, '--trust', 'nothing');
  await verify('a bundle and a directory', '--bundle', bundle, '--data-dir', ledger.directory.path);
  await writeFile(
    fileOf('changed.tar'),
    (await readFile(bundle, 'latin1')).replace('"Lex"', '"Max"'),
    'latin1',
  );
  await verify('a changed bundle', '--bundle', fileOf('changed.tar'));
  await verify('a changed bundle as json', '--bundle', fileOf('changed.tar'), '--json');
  await writeFile(fileOf('text.tar'), 'no bundle');
  await verify('a bundle that is none', '--bundle', fileOf('text.tar'));
  const alone = (name: string, ...args: string[]) =>
    ledger.script(name, { script: VERIFIER, called: 'node verify.mjs', args });
  await alone('the verifier of nothing');
  await alone('the verifier', bundle, ...trust);
  await alone('the verifier as json', bundle, ...trust, '--json');
  await alone('the verifier without a key', bundle);
  await alone('the verifier of a changed bundle', fileOf('changed.tar'), ...trust);
};

/** Verifies the whole log, sound and tampered with. */
export const runVerify = async (ledger: RecordedLedger): Promise<void> => {
  const { directory } = ledger;
  const verify = (name: string, ...args: string[]) => ledger.command(name, ['verify', ...args]);
  await verify('the log is verified');
  await verify('the log is verified as json', '--json');
  await verify('the log in a directory', '--data-dir', directory.path);
  await verify('the log against what was kept', '--checkpoint', directory.files.checkpoint, '--json');
  await verify('the log against what is not there', '--checkpoint', join(directory.path, 'missing'));
  await verify('a directory without a log', '--data-dir', join(directory.path, 'none'));
  await verify('a directory without a log as json', '--data-dir', join(directory.path, 'none'), '--json');

  const copy = join(directory.path, 'copy');
  const files = dataFiles(copy);
  await mkdir(copy);
  const log = await openDatabase(directory.files.events, { synchronous: 'FULL' });
  log.exec(`VACUUM INTO '${files.events}'`);
  log.close();
  await copyFile(directory.files.checkpoint, files.checkpoint);
  await copyFile(directory.files.verifyingKeys, files.verifyingKeys);
  await tamper(files.events, `UPDATE events SET data = replace(data, '"Lex"', '"Max"')`);
  await verify('a changed log', '--data-dir', copy);
  await verify('a changed log as json', '--data-dir', copy, '--json');
  await writeFile(files.checkpoint, 'nothing');
  await verify('a changed checkpoint', '--data-dir', copy);
};
