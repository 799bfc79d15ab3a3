import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SIGNED_EVENTS, signedDirectory } from '../support/signed-directory.js';
import { type Run, runProgram } from './program.js';

const page = new URL('../../docs/proof.md', import.meta.url);

const signed = signedDirectory();

describe('the recipe of docs/proof.md', () => {
  const runRecipe = async (): Promise<Run> => {
    const [, recipe = ''] = /```bash\n([^]+?)```/.exec(await readFile(page, 'utf8')) ?? [];
    const [key = ''] = (await readFile(signed.directory.files.verifyingKeys, 'utf8')).split('\n');
    expect(key.split('+').length).toBeGreaterThan(3);
    return runProgram('bash', ['--norc', '-c', recipe], { cwd: signed.directory.path, env: { KEY: key } });
  };

  it('checks a bundle with nothing of ours, even with a key whose base64 has a plus', async () => {
    await signed.exportBundle();
    const { code, stdout, stderr } = await runRecipe();
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.match(/Signature Verified Successfully/g)).toHaveLength(2);
    expect(stdout).toContain(`leaves/0000000${SIGNED_EVENTS - 1}.json: OK`);
    const events = await readFile(join(signed.directory.path, 'events.jsonl'), 'utf8');
    const { metadata } = JSON.parse(events.split('\n')[0] ?? '') as { metadata: { hash: string } };
    expect(stdout).toContain(`${metadata.hash}  -`);
  });

  it.each([
    ['an event', '"update":"Hearing 2"', '"update":"Hearing 9"'],
    ['the count in the checkpoint', `\n${SIGNED_EVENTS}\n`, `\n${SIGNED_EVENTS + 1}\n`],
  ])('ends with an error when %s was changed', async (_, from, to) => {
    await signed.exportBundle();
    const bytes = await readFile(signed.bundle, 'latin1');
    await writeFile(signed.bundle, bytes.replace(from, to), 'latin1');
    expect((await runRecipe()).code).not.toBe(0);
  });
});
