import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { SystemClock } from '#libs/environment';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../../../test/support/institution.js';
import { type TemporaryLog, temporaryLog } from '../../../../test/support/stores.js';
import { CredentialError } from './credential-error.js';
import { Credentials } from './credentials.js';

const grant = { family: 'smart-odr', tenant: 'smartodr', holder: 'Gotham ODR', scopes: [] };
const { publicKeyPem } = newInstitution('Gotham ODR');
const spki = (type: 'rsa' | 'ed25519', bits = 2_048): string => {
  const { publicKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ed25519');
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
};

let log: TemporaryLog;
let credentials: Credentials;

beforeEach(async () => {
  log = await temporaryLog();
  credentials = new Credentials(log.store, new SystemClock());
});

afterEach(() => log.dispose());

const issue = (publicKey: string, keyId = 'gotham-1') =>
  credentials.issueForPublicKey(grant, { keyId, publicKey, profile: 'documented', emails: [], phones: [] });

const wholeLog = async (): Promise<string> => {
  const texts: string[] = [];
  for await (const { events } of log.store.readAll())
    texts.push(...events.map(({ type, data, metadata }) => JSON.stringify({ type, data, metadata })));
  return texts.join('\n');
};

describe('a public key', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

  it.each([
    [
      'a key of 1024 bits',
      () => spki('rsa', 1_024),
      'The public key must be an RSA key of 2048 to 8192 bits; this one has 1024. Ask its holder for another key.',
    ],
    [
      'a key of another kind',
      () => spki('ed25519'),
      'The public key must be an RSA key for RS256; this is one for ED25519. Ask its holder for another key.',
    ],
    ['no key', () => 'hello', 'The file does not hold a public key in PEM form.'],
    [
      'a private key',
      () => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'The file holds a private key. Pass the public key instead.',
    ],
  ])('is rejected when it is %s, and nothing of it is recorded', async (_, pem, message) => {
    await expect(issue(pem())).rejects.toThrow(new CredentialError(message));
    expect(await wholeLog()).toBe('');
  });

  it('has a key id that is used once', async () => {
    await issue(publicKeyPem);

    await expect(issue(spki('rsa'))).rejects.toThrow(CredentialError);
    await expect(issue(spki('rsa'), 'gotham-2')).resolves.toMatchObject({ keyId: 'gotham-2' });
  });

  describe('that was registered before', () => {
    const refusal = 'The public key was registered before, under the key id gotham-1 ';
    const pkcs1 = createPublicKey(publicKeyPem).export({ type: 'pkcs1', format: 'pem' }).toString();

    it.each([
      ['as it is', publicKeyPem],
      ['with other line ends', publicKeyPem.replaceAll('\n', '\r\n')],
      ['in another form', pkcs1],
    ])('gets no second key id, %s', async (_, pem) => {
      const { credentialId } = await issue(publicKeyPem);
      const before = await wholeLog();

      await expect(issue(pem, 'gotham-2')).rejects.toThrow(`${refusal}(active credential ${credentialId}).`);
      expect(await wholeLog()).toBe(before);
    });

    it('gets none for another holder, tenant or API either', async () => {
      await issue(publicKeyPem);
      const other = { family: 'another', tenant: null, holder: 'Metropolis ODR', scopes: [] };
      const proof = {
        keyId: 'm-1',
        publicKey: publicKeyPem,
        profile: 'strict' as const,
        emails: [],
        phones: [],
      };

      await expect(credentials.issueForPublicKey(other, proof)).rejects.toThrow(refusal);
    });

    it('gets none after it was revoked, because it may have been lost', async () => {
      const { credentialId } = await issue(publicKeyPem);
      await credentials.revoke(credentialId);

      await expect(issue(publicKeyPem, 'gotham-2')).rejects.toThrow(`${refusal}(revoked credential`);
    });

    it('is not rotated to, neither the present one nor one of before, nor that of another', async () => {
      const { credentialId } = await issue(publicKeyPem);
      const another = spki('rsa');
      const other = await issue(another, 'gotham-2');

      await expect(credentials.rotate(credentialId, publicKeyPem)).rejects.toThrow(refusal);
      await expect(credentials.rotate(credentialId, another)).rejects.toThrow('key id gotham-2');
      await credentials.rotate(credentialId, spki('rsa'));
      await expect(credentials.rotate(credentialId, publicKeyPem)).rejects.toThrow(refusal);
      await expect(credentials.rotate(other.credentialId, publicKeyPem)).rejects.toThrow(refusal);
    });
  });

  it.each(['', 'a|b', 'a"b', 'a b', '-a', 'x'.repeat(65)])('cannot have the key id "%s"', async (keyId) => {
    await expect(issue(publicKeyPem, keyId)).rejects.toThrow(CredentialError);
    expect(await wholeLog()).toBe('');
  });

  it('can only be rotated with another public key', async () => {
    const { credentialId } = await issue(publicKeyPem);

    await expect(credentials.rotate(credentialId)).rejects.toThrow('rotate it with --public-key FILE');
    await expect(credentials.rotate(credentialId, spki('rsa', 1_024))).rejects.toThrow(CredentialError);
    await expect(credentials.rotate(credentialId, spki('rsa'))).resolves.toStrictEqual({
      credentialId,
      keyId: 'gotham-1',
    });
  });
});

describe('an API key', () => {
  it("begins as its vendor's keys do, also after it was rotated", async () => {
    const { credentialId, apiKey } = await credentials.issueApiKey(grant, 'sk_live_');

    expect(apiKey).toMatch(/^sk_live_[\w-]{43}$/);
    await expect(credentials.rotate(credentialId)).resolves.toMatchObject({
      apiKey: expect.stringMatching(/^sk_live_[\w-]{43}$/) as unknown,
    });
  });

  it('is shown once and kept nowhere', async () => {
    const { apiKey } = await credentials.issueApiKey(grant);

    expect(apiKey).toMatch(/^dl_[A-Za-z0-9_-]{43}$/);
    expect(await wholeLog()).not.toContain(apiKey.slice(3));
  });

  it('is a different one every time', async () => {
    const first = await credentials.issueApiKey(grant);
    const second = await credentials.issueApiKey(grant);

    expect(second.apiKey).not.toBe(first.apiKey);
    expect(second.credentialId).not.toBe(first.credentialId);
  });
});

describe('the name of a tenant', () => {
  it.each(['', 'a.b', 'a b', '../a', 'A\n', 'x'.repeat(65)])(
    'cannot be "%s": it is part of the names of streams',
    async (tenant) => {
      await expect(credentials.issueApiKey({ ...grant, tenant })).rejects.toThrow(CredentialError);
      expect(await wholeLog()).toBe('');
    },
  );

  it.each(['smartodr', 'tenant-b', 'Tenant_1', 'x'.repeat(64)])('may be "%s"', async (tenant) => {
    await expect(credentials.issueApiKey({ ...grant, tenant })).resolves.toBeDefined();
  });
});

describe('the list of credentials', () => {
  it('has the active and the revoked ones', async () => {
    const kept = await issue(publicKeyPem);
    const ended = await credentials.issueApiKey(grant);
    await credentials.revoke(ended.credentialId);

    expect(await credentials.list()).toMatchObject([
      { credentialId: kept.credentialId, status: 'active' },
      { credentialId: ended.credentialId, status: 'revoked' },
    ]);
  });

  it('is all that can be revoked or rotated', async () => {
    await expect(credentials.revoke('nothing')).rejects.toThrow('There is no such credential.');
    await expect(credentials.rotate('nothing')).rejects.toThrow('There is no such credential.');
  });
});
