import { copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openProofLog, provenStreamPrefixes } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import { startNewOrigin } from '#libs/proof';
import { openDatabase } from '#libs/sqlite';
import { describe, expect, it } from '@jest/globals';
import { filesOf } from '../support/bundles.js';
import { runScript } from '../support/command-line.js';
import { lostIn } from '../support/restorable-log.js';
import { SIGNED_EVENTS, signedDirectory } from '../support/signed-directory.js';

const signed = signedDirectory();
const { ledger, exportBundle } = signed;

const inDirectory = (name: string): string => join(signed.directory.path, name);

/** Signs one export more than a copy of the log has, puts the copy back, and begins a new origin. */
const restore = async (): Promise<void> => {
  const { files, withStore, path } = signed.directory;
  const copy = inDirectory('copy.sqlite');
  const database = await openDatabase(files.events, { synchronous: 'FULL' });
  database.exec(`VACUUM INTO '${copy}'`);
  database.close();
  await exportBundle();
  await rename(signed.bundle, inDirectory('former.tar'));
  await withStore(async (store) => {
    const environment = {
      dataDirectory: path,
      publicUrl: 'https://ledger.example',
      signingKeyFile: undefined,
    };
    const log = await openProofLog(environment, store);
    await log.signer.checkpoint();
    await log.stop();
  });
  const lost = await readFile(files.checkpoint, 'utf8');
  await writeFile(inDirectory('lost'), lost);
  await copyFile(copy, files.events);
  await withStore((store) =>
    startNewOrigin(
      {
        store,
        streamPrefixes: provenStreamPrefixes,
        clock: new SystemClock(),
        files,
        host: 'ledger.example',
      },
      { by: 'Grace Hopper', reason: 'The disk failed.', lost: lostIn(lost) },
    ),
  );
};

const SAID =
  /this log was restored on \S+ by Grace Hopper \(The disk failed\.\): the events from 5 to 5 of the origin ledger\.example\/ledger are lost/;

describe('the command line and the standalone verifier, of a log that was restored', () => {
  it('both say who restored it, when, why, and what is lost', async () => {
    await restore();
    const log = await ledger('verify');
    expect(log.stdout).toMatch(SAID);
    expect(log.stdout).toMatch(/\nVERIFIED\n$/);
    expect(log.code).toBe(0);
    expect(JSON.parse((await ledger('verify', '--json')).stdout)).toMatchObject({
      verdict: 'verified',
      restores: [{ by: 'Grace Hopper', lost: { from: SIGNED_EVENTS + 1, to: SIGNED_EVENTS + 1 } }],
    });

    const kept = await ledger('verify', '--checkpoint', inDirectory('lost'));
    expect(kept.stdout).toMatch(SAID);
    expect(kept.stdout).toMatch(/\nINCOMPLETE\n$/);
    expect(kept.code).toBe(2);

    expect(await exportBundle()).toMatchObject({ code: 0, stderr: '' });
    const verifier = filesOf(await readFile(signed.bundle)).get('verify.mjs') ?? '';
    await writeFile(inDirectory('verify.mjs'), verifier);
    for (const options of [[], ['--checkpoint', inDirectory('lost')]]) {
      const trust = ['--trust', signed.directory.files.verifyingKeys, '--json', ...options];
      const alone = await runScript(inDirectory('verify.mjs'), [signed.bundle, ...trust]);
      const ours = await ledger('verify', '--bundle', signed.bundle, ...trust);
      expect(alone).toStrictEqual(ours);
      expect(alone.code).toBe(options.length === 0 ? 0 : 2);
      expect(JSON.parse(alone.stdout)).toMatchObject({ restores: [{ reason: 'The disk failed.' }] });
    }

    const former = await ledger('verify', '--bundle', inDirectory('former.tar'));
    expect(former.stdout).toMatch(/\nVERIFIED\n$/);
  });

  it('refuses to work beside a restore that was interrupted', async () => {
    await writeFile(`${signed.directory.files.signingKey}.next`, 'a key');
    const { code, stderr } = await exportBundle();
    expect(stderr).toContain('Run `ledger restore` again to its end');
    expect(code).toBe(1);
  });
});
