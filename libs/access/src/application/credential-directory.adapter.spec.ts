import { SystemClock } from '#libs/environment';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../../../test/support/institution.js';
import { type TemporaryLog, temporaryLog } from '../../../../test/support/stores.js';
import { until } from '../../../../test/support/until.js';
import { digestOfApiKey } from './api-key.js';
import { CredentialDirectory } from './credential-directory.js';
import { StoreUnavailableError } from '#libs/event-store';
import { Credentials } from './credentials.js';

const grant = { family: 'ledger', tenant: 'smartodr', holder: 'Auditor', scopes: ['dispute:read'] };
const gotham = newInstitution('Gotham ODR');
const proof = {
  keyId: 'gotham-1',
  publicKey: gotham.publicKeyPem,
  profile: 'documented',
  emails: [],
  phones: [],
} as const;

let log: TemporaryLog;
/** The operator's, in another process. */
let credentials: Credentials;
let errors: unknown[];
let directory: CredentialDirectory;

beforeEach(async () => {
  log = await temporaryLog();
  credentials = new Credentials(await log.openAnother(), new SystemClock());
  errors = [];
  directory = new CredentialDirectory(log.store, (error) => errors.push(error));
});

afterEach(async () => {
  await directory.stop();
  await log.dispose();
});

describe('the directory of credentials', () => {
  it('knows what was issued before it started', async () => {
    const { apiKey, credentialId } = await credentials.issueApiKey(grant);
    await directory.start();

    expect(directory.withDigest(digestOfApiKey(apiKey))).toMatchObject({ credentialId, grant });
    expect(directory.isUpToDate).toBe(true);
  });

  it('is unavailable before it has started, rather than empty', () => {
    expect(directory.isUpToDate).toBe(false);
    expect(() => directory.withDigest('anything')).toThrow(StoreUnavailableError);
    expect(() => directory.withKeyId('smart-odr', 'gotham-1')).toThrow(StoreUnavailableError);
  });

  it('can be waited for: it then knows everything up to the position', async () => {
    await directory.start();
    const { apiKey, credentialId } = await credentials.issueApiKey(grant);
    await directory.untilReached(await log.store.headPosition());

    expect(directory.withDigest(digestOfApiKey(apiKey))).toMatchObject({ credentialId });
  });

  it('lets nobody wait for what it will never reach', async () => {
    await directory.start();
    const waiting = directory.untilReached((await log.store.headPosition()) + 1n);
    await directory.stop();

    await expect(waiting).rejects.toThrow('aborted');
  });

  it('learns what another process issues', async () => {
    await directory.start();
    const { credentialId } = await credentials.issueForPublicKey({ ...grant, family: 'smart-odr' }, proof);
    await until(() => directory.withKeyId('smart-odr', 'gotham-1') !== undefined);

    expect(directory.withKeyId('smart-odr', 'gotham-1')?.credentialId).toBe(credentialId);
    expect(directory.withKeyId('ledger', 'gotham-1')).toBeUndefined();
    expect(directory.withKeyId('smart-odr', 'gotham-2')).toBeUndefined();
  });

  it('forgets what another process revokes', async () => {
    await directory.start();
    const { apiKey, credentialId } = await credentials.issueApiKey(grant);
    const known = () => directory.withDigest(digestOfApiKey(apiKey));
    await until(() => known() !== undefined);
    await credentials.revoke(credentialId);
    await until(() => known() === undefined);

    expect(known()).toBeUndefined();
  });

  it('knows a rotated secret by its new digest only', async () => {
    await directory.start();
    const old = await credentials.issueApiKey(grant);
    await until(() => directory.withDigest(digestOfApiKey(old.apiKey)) !== undefined);
    const rotated = await credentials.rotate(old.credentialId);
    const newKey = 'apiKey' in rotated ? rotated.apiKey : '';
    await until(() => directory.withDigest(digestOfApiKey(newKey)) !== undefined);

    expect(directory.withDigest(digestOfApiKey(old.apiKey))).toBeUndefined();
    expect(newKey).not.toBe(old.apiKey);
  });

  it('returns another object for a rotated key, so that what was concluded from the old one is void', async () => {
    await directory.start();
    const { credentialId } = await credentials.issueForPublicKey({ ...grant, family: 'smart-odr' }, proof);
    const known = () => directory.withKeyId('smart-odr', 'gotham-1');
    await until(() => known() !== undefined);
    const before = known();

    expect(known()).toBe(before);
    await credentials.rotate(credentialId, newInstitution('Gotham ODR').publicKeyPem);
    await until(() => known() !== before);
    expect(known()).toMatchObject({ grant: { holder: 'Auditor', proof: { keyId: 'gotham-1' } } });
    expect(known()).not.toStrictEqual(before);
  });

  it('names an event that it cannot read: the credential is not valid, and every other is', async () => {
    const other = await credentials.issueApiKey(grant);
    const held = await credentials.issueApiKey(grant);
    await directory.start();
    const metadata = { ...(await firstMetadata()), tenant: null };
    const unknown = {
      id: '00000000-0000-4000-8000-000000000000',
      type: 'CredentialLost.v9',
      data: {},
      metadata,
    };
    await log.store.append(`credential-${held.credentialId}`, [unknown], 0n);
    await until(() => errors.length > 0);

    expect(String(errors[0])).toContain('CredentialLost.v9');
    expect(directory.withDigest(digestOfApiKey(held.apiKey))).toBeUndefined();
    expect(directory.withDigest(digestOfApiKey(other.apiKey))).toBeDefined();
    expect(directory.isUpToDate).toBe(true);
    expect(() => directory.onceOver(other.credentialId, () => undefined)).not.toThrow();
  });
});

const firstMetadata = async () => {
  await credentials.issueApiKey(grant);
  for await (const { events } of log.store.readAll()) for (const { metadata } of events) return metadata;
  throw new Error('The log is empty.');
};
