import { generateKeyPairSync } from 'node:crypto';
import { SystemClock } from '#libs/environment';
import { newCommandId, Transactor } from '#libs/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../../../test/support/institution.js';
import { type TemporaryLog, temporaryLog } from '../../../../test/support/stores.js';
import { credentialCodec, credentialDecider, credentialStream, type Grant } from '../domain/credential.js';
import { digestOfApiKey } from './api-key.js';
import { CredentialDirectory } from './credential-directory.js';
import { Credentials } from './credentials.js';

let log: TemporaryLog;
let credentials: Credentials;
const opened: CredentialDirectory[] = [];

beforeEach(async () => {
  log = await temporaryLog();
  credentials = new Credentials(log.store, new SystemClock());
});

afterEach(async () => {
  for (const directory of opened.splice(0)) await directory.stop();
  await log.dispose();
});

const directoryWhere = async ({
  isDemoAllowed,
}: {
  isDemoAllowed: boolean;
}): Promise<CredentialDirectory> => {
  const fail = (error: unknown): void => {
    throw error;
  };
  const directory = new CredentialDirectory(log.store, fail, isDemoAllowed);
  opened.push(directory);
  await directory.start();
  return directory;
};

/** Records a credential as versions did that looked less closely. */
const record = async (grant: Grant): Promise<string> => {
  const credentialId = newCommandId();
  const transactor = new Transactor(log.store, {
    noun: 'credential',
    decider: credentialDecider,
    codec: credentialCodec,
  });
  await transactor.transact({
    stream: credentialStream(credentialId),
    command: { type: 'IssueCredential', data: { credentialId, grant } },
    context: {
      commandId: newCommandId(),
      correlationId: newCommandId(),
      tenant: grant.tenant,
      actor: { name: 'operator' },
      credentialId: 'local-operator',
      holder: 'operator',
      authProfile: 'local',
      now: '2025-06-02T10:00:00.000Z',
    },
  });
  return credentialId;
};

const odr = { family: 'smart-odr', tenant: 'smartodr', holder: 'Gotham ODR', scopes: [] };
const keyed = (keyId: string, publicKey: string): Grant => ({
  ...odr,
  proof: { kind: 'public-key', keyId, publicKey, profile: 'documented', emails: [], phones: [] },
});
const secret = (tenant: string | null, holder: string, apiKey: string): Grant => ({
  family: 'any',
  tenant,
  holder,
  scopes: [],
  proof: { kind: 'secret', digest: digestOfApiKey(apiKey) },
});

const pem = (options: { modulusLength: number; publicExponent?: number }): string =>
  generateKeyPairSync('rsa', options).publicKey.export({ type: 'spki', format: 'pem' }).toString();

describe('a public key that is in a log already', () => {
  it.each([
    ['has the exponent 3', () => pem({ modulusLength: 2_048, publicExponent: 3 }), 'has 3.'],
    ['has 1024 bits', () => pem({ modulusLength: 1_024 }), 'has 1024.'],
    ['is none', () => 'a text', 'cannot be read'],
  ])('is refused where it %s, and named in the list', async (_, publicKey, reason) => {
    const credentialId = await record(keyed('weak', publicKey()));
    const sound = newInstitution('Metropolis ODR');
    await record(keyed('sound', sound.publicKeyPem));
    const directory = await directoryWhere({ isDemoAllowed: true });

    expect(directory.withKeyId('smart-odr', 'weak')).toStrictEqual({
      status: 'refused',
      credentialId,
      isDemo: false,
      reason: expect.stringContaining(reason),
    });
    expect(directory.refused()).toMatchObject([{ credentialId }]);
    expect(directory.withKeyId('smart-odr', 'sound')).toMatchObject({ status: 'active' });
    const [weak, good] = await credentials.list();
    expect(weak).toMatchObject({ credentialId, keyFault: expect.stringContaining(reason) });
    expect(good).not.toHaveProperty('keyFault');
  });

  it('is accepted under the key id that had it first, and refused under a second one', async () => {
    const { publicKeyPem } = newInstitution('Gotham ODR');
    const first = await record(keyed('first', publicKeyPem));
    const second = await record(keyed('second', publicKeyPem.replaceAll('\n', '\r\n')));
    const directory = await directoryWhere({ isDemoAllowed: true });

    expect(directory.withKeyId('smart-odr', 'first')).toMatchObject({
      status: 'active',
      credentialId: first,
    });
    expect(directory.withKeyId('smart-odr', 'second')).toMatchObject({
      status: 'refused',
      credentialId: second,
      reason: 'The public key is that of the key id first.',
    });
  });

  it('is accepted under the second key id once the first one has another key', async () => {
    const { publicKeyPem } = newInstitution('Gotham ODR');
    const first = await record(keyed('first', publicKeyPem));
    await record(keyed('second', publicKeyPem));
    await credentials.rotate(first, newInstitution('Gotham ODR').publicKeyPem);
    const directory = await directoryWhere({ isDemoAllowed: true });

    expect(directory.refused()).toStrictEqual([]);
  });

  it('is good again once the credential was rotated to a sound one', async () => {
    const weak = await record(keyed('weak', pem({ modulusLength: 2_048, publicExponent: 3 })));
    await credentials.rotate(weak, newInstitution('Gotham ODR').publicKeyPem);
    const directory = await directoryWhere({ isDemoAllowed: true });

    expect(directory.withKeyId('smart-odr', 'weak')).toMatchObject({ status: 'active', credentialId: weak });
  });
});

describe('a demo credential', () => {
  const known = (directory: CredentialDirectory, apiKey: string) =>
    directory.withDigest(digestOfApiKey(apiKey))?.status;

  it('is marked when it is issued, and refused where demo is not allowed, also after it was rotated', async () => {
    const demo = new Credentials(log.store, new SystemClock(), true);
    await credentials.issueApiKey({ ...odr, holder: 'somebody' });
    const { apiKey } = await demo.issueApiKey(odr);
    const other = await demo.issueApiKey({ ...odr, tenant: null });
    const rotated = await credentials.rotate(other.credentialId);
    const renewed = 'apiKey' in rotated ? rotated.apiKey : '';
    const [allowing, strict] = [
      await directoryWhere({ isDemoAllowed: true }),
      await directoryWhere({ isDemoAllowed: false }),
    ];

    expect([apiKey, renewed].map((key) => known(allowing, key))).toStrictEqual(['active', 'active']);
    expect([apiKey, renewed].map((key) => known(strict, key))).toStrictEqual(['refused', 'refused']);
    expect(strict.refused()).toHaveLength(2);
    expect((await credentials.list()).map(({ isDemo }) => isDemo)).toStrictEqual([false, true, true]);
  });

  it('is recognised where an earlier version issued it: before any other of the log', async () => {
    const former: readonly (readonly [string | null, string])[] = [
      ['demo', 'Demo ODR Institution'],
      ['demo', 'demo-developer'],
      ['demo', 'demo-user'],
      [null, 'Demo auditor'],
    ];
    for (const [tenant, holder] of former) await record(secret(tenant, holder, holder));
    await record(secret('acme', 'Gotham ODR', 'gotham'));
    // An operator may have chosen the same words later.
    await record(secret('demo', 'demo-user', 'of an operator'));
    const directory = await directoryWhere({ isDemoAllowed: false });

    expect(former.map(([, holder]) => known(directory, holder))).toStrictEqual(former.map(() => 'refused'));
    expect(known(directory, 'gotham')).toBe('active');
    expect(known(directory, 'of an operator')).toBe('active');
  });

  it.each([
    ['of another tenant', secret('acme', 'demo-user', 'x')],
    ['of another holder', secret('demo', 'demo-person', 'x')],
    ['for one tenant only', secret('acme', 'Demo auditor', 'x')],
  ])('is not one %s, although it stands first', async (_, grant) => {
    await record(grant);
    expect(known(await directoryWhere({ isDemoAllowed: false }), 'x')).toBe('active');
  });
});
