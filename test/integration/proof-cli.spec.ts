import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesOf } from '../support/bundles.js';
import { runScript } from '../support/command-line.js';
import { SIGNED_EVENTS, signedDirectory } from '../support/signed-directory.js';
import { tamper } from '../support/tamper.js';

const signed = signedDirectory();
const { ledger, exportBundle } = signed;

describe('ledger verify', () => {
  it('reports what it verified of a sound log, and ends with 0', async () => {
    const { code, stdout } = await ledger('verify', '--data-dir', signed.directory.path);
    expect(stdout).toContain(
      `${SIGNED_EVENTS} events hashed again and linked, 1 checkpoints recomputed and equal, 1 signatures`,
    );
    expect(stdout).toContain('VERIFIED');
    expect(code).toBe(0);
  });

  it('names an event that was changed, in words and as JSON, and ends with 1', async () => {
    await tamper(
      signed.directory.files.events,
      `UPDATE events SET data = replace(data, 'Hearing 2', 'Hearing 9')`,
    );
    const said = await ledger('verify', '--data-dir', signed.directory.path);
    expect(said.stdout).toMatch(/the event \S+, revision 2 of dispute-acme\.D-1: its content/);
    expect(said.code).toBe(1);
    const json = await ledger('verify', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      verdict: 'mismatch',
      fault: { event: { stream: 'dispute-acme.D-1', revision: '2' } },
    });
    expect(json.code).toBe(1);
  });

  it('compares the log with a checkpoint that was kept elsewhere, whatever the directory says', async () => {
    const kept = join(signed.directory.path, 'kept');
    await copyFile(signed.directory.files.checkpoint, kept);
    expect((await ledger('verify', '--checkpoint', kept)).code).toBe(0);
    await writeFile(
      kept,
      (await readFile(kept, 'utf8')).replace(`\n${SIGNED_EVENTS}\n`, `\n${SIGNED_EVENTS + 1}\n`),
    );
    const { code, stdout } = await ledger('verify', '--checkpoint', kept);
    expect(stdout).toContain('no trusted key signed the checkpoint');
    expect(code).toBe(1);
  });
});

describe('ledger export', () => {
  it('writes a bundle that the ledger and its own verifier verify, and the log is still sound', async () => {
    const exported = await exportBundle();
    expect(exported.stderr).toBe('');
    expect(exported.code).toBe(0);
    const verified = await ledger('verify', '--bundle', signed.bundle);
    expect(verified.stdout).toContain(`${SIGNED_EVENTS} events: content, hashes, chain, and inclusion`);
    expect(verified.code).toBe(0);

    const verifier = filesOf(await readFile(signed.bundle)).get('verify.mjs') ?? '';
    await writeFile(join(signed.directory.path, 'verify.mjs'), verifier);
    const [key = ''] = (await readFile(signed.directory.files.verifyingKeys, 'utf8')).split('\n');
    const alone = await runScript(join(signed.directory.path, 'verify.mjs'), [signed.bundle, '--trust', key]);
    expect(alone.stdout).toContain('VERIFIED');
    expect(alone.code).toBe(0);
    expect((await ledger('verify')).stdout).toContain(`${SIGNED_EVENTS + 1} events hashed again`);
  });

  it('overwrites no file, and writes none for a dispute that does not exist', async () => {
    await writeFile(signed.bundle, 'mine');
    expect((await exportBundle()).code).toBe(1);
    expect(await readFile(signed.bundle, 'utf8')).toBe('mine');
    const none = await ledger(
      'export',
      '--tenant',
      'acme',
      '--dispute',
      'D-404',
      '--out',
      `${signed.bundle}.404`,
    );
    expect(none.code).toBe(1);
    expect(none.stderr + none.stdout).toContain('Tenant acme has no dispute D-404.');
  });

  it('is refused since a checkpoint over more events than the log has', async () => {
    for (const since of ['900000', '0', '-1', '1e1'])
      expect(await exportBundle('--since', since)).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^--since must be /),
      });
    expect((await exportBundle('--since', '2')).code).toBe(0);
  });

  it('writes a bundle in which a change is detected, and the event named', async () => {
    await exportBundle();
    const bytes = await readFile(signed.bundle, 'latin1');
    await writeFile(signed.bundle, bytes.replace('"update":"Hearing 2"', '"update":"Hearing 9"'), 'latin1');
    const { code, stdout } = await ledger('verify', '--bundle', signed.bundle);
    expect(stdout).toMatch(/the event at revision 2: its content/);
    expect(code).toBe(1);
  });
});
