import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newInstitution } from '../../../support/institution.js';
import type { RecordedLedger } from '../../support/recorded-ledger.js';

const SPKI = { type: 'spki', format: 'pem' } as const;
const PKCS8 = { type: 'pkcs8', format: 'pem' } as const;

/** Writes key files, usable and not, and returns their paths by name. */
const writeKeys = async (ledger: RecordedLedger): Promise<(name: string) => string> => {
  const pathOf = (name: string): string => join(ledger.directory.path, `${name}.pem`);
  const { publicKeyPem, privateKey } = newInstitution('Gotham ODR');
  const small = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  for (const [name, text] of [
    ['public', publicKeyPem],
    ['another', newInstitution('Gotham ODR').publicKeyPem],
    ['next', newInstitution('Gotham ODR').publicKeyPem],
    ['unused', newInstitution('Gotham ODR').publicKeyPem],
    ['private', privateKey.export(PKCS8).toString()],
    ['small', small.publicKey.export(SPKI).toString()],
    ['curve', curve.publicKey.export(SPKI).toString()],
    ['nothing', 'nothing'],
  ] as const)
    await writeFile(pathOf(name), text);
  return pathOf;
};

const credentialIdIn = (stdout: string): string =>
  (JSON.parse(stdout) as { credentialId: string }).credentialId;

/** Issues, rotates, revokes and lists credentials. */
export const runAccess = async (ledger: RecordedLedger): Promise<void> => {
  const keyFile = await writeKeys(ledger);
  const issue = (name: string, ...args: string[]) => ledger.command(name, ['access', 'issue', ...args]);
  const institution = ['smart-odr', '--tenant', 'acme', '--institution', 'Star City ODR'];
  const withKey = (id: string, file: string): string[] => ['--key-id', id, '--public-key', keyFile(file)];

  await issue('an institution', ...institution, ...withKey('star-1', 'public'));
  const other = await issue(
    'an institution as json',
    ...institution,
    ...withKey('star-2', 'another'),
    ...['--email', 'a@star.example', 'b@star.example', '--phone', '+911234567890'],
    ...['--profile', 'strict', '--json'],
  );
  const scopes = ['--scopes', 'audit:read, settlement:write'];
  await issue('a developer', 'enfinitos', '--tenant', 'acme', '--developer', 'developer-9', ...scopes);
  const developer = await issue(
    'a developer as json',
    ...['enfinitos', '--tenant', 'acme', '--developer', 'developer-10', ...scopes, '--json'],
  );
  const permissions = ['--permissions', 'Dispute Configuration:read,CREATE; Dispute Management : READ'];
  await issue('a user', 'billtrust', '--tenant', 'acme', '--user', 'user-9', ...permissions);
  await issue(
    'a user as json',
    'billtrust',
    '--tenant',
    'acme',
    '--user',
    'user-10',
    ...permissions,
    '--json',
  );
  await issue('an auditor', 'auditor', '--name', 'Auditor 9', '--scopes', 'dispute:read');
  await issue(
    'an auditor of a tenant as json',
    ...['auditor', '--name', 'Auditor 10', '--scopes', 'timeline:read', '--tenant', 'acme', '--json'],
  );
  await runRefusedIssues(ledger, { institution, withKey, keyFile });

  const [institutionId, developerId] = [other, developer].map(({ stdout }) => credentialIdIn(stdout));
  const access = (name: string, ...args: string[]) => ledger.command(name, ['access', ...args]);
  await access('a rotation of a secret', 'rotate', developerId ?? '');
  await access('a rotation of a secret as json', 'rotate', developerId ?? '', '--json');
  await access('a rotation without a key', 'rotate', institutionId ?? '');
  await access('a rotation of a key', 'rotate', institutionId ?? '', '--public-key', keyFile('next'));
  await access(
    'a rotation of a key as json',
    'rotate',
    institutionId ?? '',
    '--public-key',
    keyFile('public'),
    '--json',
  );
  await access(
    'a rotation with a private key',
    'rotate',
    institutionId ?? '',
    '--public-key',
    keyFile('private'),
  );
  await access('a rotation of nothing', 'rotate', 'nothing');
  await access('a revocation', 'revoke', developerId ?? '');
  await access('a revocation that is repeated', 'revoke', developerId ?? '', '--json');
  await access('a rotation of what was revoked', 'rotate', developerId ?? '', '--json');
  await access('a revocation of what is not there', 'revoke', 'nothing');
  await access('a revocation of what is not there as json', 'revoke', 'nothing', '--json');
  await access('the list', 'list');
  await access('the list as json', 'list', '--json');
};

const runRefusedIssues = async (
  ledger: RecordedLedger,
  given: {
    readonly institution: readonly string[];
    readonly withKey: (id: string, file: string) => string[];
    readonly keyFile: (name: string) => string;
  },
): Promise<void> => {
  const { institution, withKey, keyFile } = given;
  for (const [name, args] of [
    ['a key id that was used', [...institution, ...withKey('star-1', 'unused')]],
    ['a key id with a blank', [...institution, ...withKey('star 3', 'unused'), '--json']],
    ['a private key', [...institution, ...withKey('star-4', 'private')]],
    ['a small key', [...institution, ...withKey('star-4', 'small')]],
    ['a key of another kind', [...institution, ...withKey('star-4', 'curve')]],
    ['a key file of nothing', [...institution, ...withKey('star-4', 'nothing')]],
    [
      'a key file that is not there',
      [...institution, '--key-id', 'star-4', '--public-key', keyFile('missing')],
    ],
    ['an unknown profile', [...institution, ...withKey('star-4', 'unused'), '--profile', 'lax']],
    ['a tenant with a dot', ['auditor', '--name', 'A', '--scopes', 'dispute:read', '--tenant', 'a.b']],
    ['an unknown scope', ['auditor', '--name', 'A', '--scopes', 'dispute:read,dispute:write']],
    [
      'an unknown scope as json',
      ['enfinitos', '--tenant', 'acme', '--developer', 'd', '--scopes', 'x', '--json'],
    ],
    [
      'an unknown permission',
      ['billtrust', '--tenant', 'acme', '--user', 'u', '--permissions', 'Disputes:READ'],
    ],
  ] as const)
    await ledger.command(name, ['access', 'issue', ...args]);
};
