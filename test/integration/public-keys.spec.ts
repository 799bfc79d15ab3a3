import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runLedger } from '../support/command-line.js';
import { type Institution, newInstitution } from '../support/institution.js';
import { type LedgerDirectory, ledgerDirectory } from '../support/ledger-directory.js';
import { auditLog } from '../support/log-audit.js';

let directory: LedgerDirectory;
let institution: Institution;

beforeAll(async () => {
  directory = await ledgerDirectory();
  institution = newInstitution('Gotham ODR');
  await writeFile(fileOf('sound'), institution.publicKeyPem);
});

afterAll(() => directory.dispose());

const fileOf = (name: string): string => join(directory.path, `${name}.pem`);

const issue = (name: string, keyId: string) =>
  runLedger(
    [
      'access',
      'issue',
      'smart-odr',
      '--tenant',
      'acme',
      '--institution',
      'Gotham ODR',
      '--key-id',
      keyId,
    ].concat('--public-key', fileOf(name)),
    { LEDGER_DATA_DIR: directory.path },
  );

const rsa = (publicExponent: number, modulusLength = 2_048) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent });

describe('the key file of an institution', () => {
  it.each<[string, () => string, string]>([
    [
      'exponent-3',
      () => rsa(3).publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'this one has 3.',
    ],
    [
      'private',
      () => institution.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'private key',
    ],
    ['two', () => institution.publicKeyPem.repeat(2), '2 PEM blocks'],
  ])('is refused in one line that names it: %s', async (name, text, what) => {
    await writeFile(fileOf(name), text());

    const { code, stdout, stderr } = await issue(name, 'gotham-1');

    expect([code, stdout]).toStrictEqual([1, '']);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(`${fileOf(name)}: `);
    expect(stderr).toContain(what);
    expect(stderr).not.toContain(text().split('\n')[1] ?? '');
    expect((await auditLog(directory.files.events)).events).toStrictEqual([]);
  });

  it('gets one key id, whatever form the second file has', async () => {
    expect(await issue('sound', 'gotham-1')).toMatchObject({ code: 0, stderr: '' });
    await writeFile(
      fileOf('again'),
      createPublicKey(institution.publicKeyPem).export({ type: 'pkcs1', format: 'pem' }),
    );

    const second = await issue('again', 'gotham-2');

    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(
      /again\.pem: The public key was registered before, under the key id gotham-1 /,
    );
  });
});
