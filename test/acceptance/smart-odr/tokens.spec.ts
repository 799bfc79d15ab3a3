import { constants, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { newInstitution, signatureHeader, signToken } from '../../support/institution.js';
import { register } from '../../support/running-ledger.js';
import { type Answer, expectNothingAdded, expectRefused, send } from '../clients.js';
import { updateExample } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';
import { DAY, hs256, jws, nowSeconds, rs256 } from './tokens.js';

const gotham = newInstitution('Gotham ODR');
const metropolis = newInstitution('Metropolis ODR');
const { keyId, privateKey, publicKeyPem, email, phone } = gotham;
const publicKey = createPublicKey(publicKeyPem);
const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey;
const small = generateKeyPairSync('rsa', { modulusLength: 1_024 });
const ours = rs256(privateKey);
const claims = { email, phone };
const now = nowSeconds();

const ledger = smartOdrLedger(gotham, metropolis);

const postWith = (authorization: string): Promise<Answer> =>
  send(`${ledger.running.url}/update`, {
    method: 'POST',
    body: updateExample,
    headers: { 'content-type': 'application/json', authorization },
  });

const postToken = (token: string, id = keyId): Promise<Answer> => postWith(signatureHeader(id, token));

const good = (header: object = {}, payload: object = {}): string =>
  jws({ alg: 'RS256', ...header }, { ...claims, ...payload }, ours);

describe('a token of the documented profile', () => {
  it.each<[string, () => string]>([
    ['with the two claims of the page and no other', () => good()],
    ['with claims that the page does not know', () => good({}, { name: 'Desk', roles: ['a', 'b'] })],
    ['with the type JWT', () => good({ typ: 'JWT' })],
    ['with the key id that the header names', () => good({ kid: keyId })],
    ['that is in force', () => good({}, { iat: now - 60, nbf: now - 60, exp: now + 600 })],
    ['of a clock that is a little ahead', () => good({}, { iat: nowSeconds() + 20, nbf: nowSeconds() + 20 })],
    ['of a clock that is a little behind', () => good({}, { exp: nowSeconds() - 20 })],
    [
      'that names the institution and this route',
      () => good({}, { iss: 'Gotham ODR', aud: 'https://ledger.example/update' }),
    ],
    [
      'that is for us by an address with a slash at its end',
      () => good({}, { aud: 'https://ledger.example/' }),
    ],
    ['that is for us by a host in other letters', () => good({}, { aud: 'https://LEDGER.example/update/' })],
    ['that is for another route of ours', () => good({}, { aud: 'https://ledger.example/status' })],
    ['that is for us among others', () => good({}, { aud: ['https://x.example', 'https://ledger.example'] })],
    ['of another issuer', () => good({}, { iss: 'Gotham' })],
    ['of an issuer that is an address', () => good({}, { iss: 'https://gotham.example' })],
    ['with a kid of its own', () => good({ kid: 'gotham-2026' })],
    ["with another institution's kid", () => good({ kid: metropolis.keyId })],
    ['with a kid that is no text', () => good({ kid: [keyId] })],
    ['with a phone written with blanks', () => good({}, { phone: '+91 12345 67890' })],
    ['with a phone written with dashes', () => good({}, { phone: '91-1234-567-890' })],
    ['with a phone without the country', () => good({}, { phone: '1234567890' })],
    ['with a phone with the zero of the trunk', () => good({}, { phone: '(01234) 567890' })],
    ['with the e-mail address in other letters', () => good({}, { email: email.toUpperCase() })],
  ])('is accepted %s', async (_, token) => {
    expect((await postToken(token())).status).toBe(200);
  });

  it('may be used again: nothing in it says otherwise', async () => {
    const token = good();

    expect([(await postToken(token)).status, (await postToken(token)).status]).toStrictEqual([200, 200]);
  });
});

const [goodHeader = '', goodPayload = '', goodSignature = ''] = good().split('.');

const attacks: readonly (readonly [string, () => string])[] = [
  ['alg none', () => jws({ alg: 'none' }, claims, ours)],
  ['alg None', () => jws({ alg: 'None' }, claims, ours)],
  ['alg nOnE', () => jws({ alg: 'nOnE' }, claims, ours)],
  ['alg rs256 in lower case', () => jws({ alg: 'rs256' }, claims, ours)],
  ['no alg', () => jws({ typ: 'JWT' }, claims, ours)],
  ['alg none without a signature', () => jws({ alg: 'none' }, claims, () => Buffer.alloc(0))],
  ['HS256 keyed with the PEM', () => jws({ alg: 'HS256' }, claims, hs256(publicKeyPem))],
  [
    'HS256 keyed with the PEM without its last line break',
    () => jws({ alg: 'HS256' }, claims, hs256(publicKeyPem.trim())),
  ],
  [
    'HS256 keyed with the DER',
    () => jws({ alg: 'HS256' }, claims, hs256(publicKey.export({ type: 'spki', format: 'der' }))),
  ],
  ['an HMAC under the name RS256', () => jws({ alg: 'RS256' }, claims, hs256(publicKeyPem))],
  ['RS384', () => jws({ alg: 'RS384' }, claims, (input) => sign('sha384', Buffer.from(input), privateKey))],
  ['RS512', () => jws({ alg: 'RS512' }, claims, (input) => sign('sha512', Buffer.from(input), privateKey))],
  [
    'PS256',
    () =>
      jws({ alg: 'PS256' }, claims, (input) =>
        sign('sha256', Buffer.from(input), { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }),
      ),
  ],
  ['a key of a stranger', () => jws({ alg: 'RS256' }, claims, rs256(stranger))],
  ["another institution's key", () => jws({ alg: 'RS256' }, claims, rs256(metropolis.privateKey))],
  ['a key of 1024 bits', () => jws({ alg: 'RS256' }, claims, rs256(small.privateKey))],
  [
    'an embedded jwk',
    () =>
      jws(
        { alg: 'RS256', jwk: createPublicKey(stranger).export({ format: 'jwk' }) },
        claims,
        rs256(stranger),
      ),
  ],
  ['an embedded jwk beside our own signature', () => good({ jwk: publicKey.export({ format: 'jwk' }) })],
  ['a jku', () => good({ jku: 'https://attacker.example/keys' })],
  ['an x5u', () => good({ x5u: 'https://attacker.example/cert' })],
  ['an x5c', () => good({ x5c: ['MIIB'] })],
  ['an unknown crit', () => good({ crit: ['exp'], exp: now + 600 })],
  ['an empty crit', () => good({ crit: [] })],
  ['b64 false', () => good({ b64: false, crit: ['b64'] })],
  ['b64 false without crit', () => good({ b64: false })],
  ['a stripped signature', () => `${goodHeader}.${goodPayload}.`],
  ['no signature', () => `${goodHeader}.${goodPayload}`],
  [
    "another token's signature",
    () => `${goodHeader}.${goodPayload}.${good({}, { a: 1 }).split('.')[2] ?? ''}`,
  ],
  [
    'a swapped payload',
    () => `${goodHeader}.${good({}, { email: 'x@y.example' }).split('.')[1] ?? ''}.${goodSignature}`,
  ],
  ['five parts', () => `${goodHeader}.${goodPayload}.${goodSignature}.a.b`],
  ['padding at its end', () => `${good()}==`],
  ['padding inside', () => `${goodHeader}=.${goodPayload}.${goodSignature}`],
  ['a blank inside', () => `${goodHeader}. ${goodPayload}.${goodSignature}`],
  ['standard base64', () => `${goodHeader}.${goodPayload}.+${goodSignature.slice(1)}`],
  ['a payload that is no JSON', () => jws({ alg: 'RS256' }, 'hello', ours)],
  ['a payload that is a list', () => jws({ alg: 'RS256' }, '[]', ours)],
  ['a payload that is null', () => jws({ alg: 'RS256' }, 'null', ours)],
  ['a header that is a list', () => jws('[]', claims, ours)],
  ['a header that is no JSON', () => jws('alg=RS256', claims, ours)],
  ['expired', () => good({}, { exp: now - 60 })],
  ['nbf in the future', () => good({}, { nbf: now + 600 })],
  ['iat in the future', () => good({}, { iat: now + 600 })],
  ['exp as text', () => good({}, { exp: String(now + 600) })],
  ['nbf as text', () => good({}, { nbf: String(now - 60) })],
  ['iat as text', () => good({}, { iat: String(now - 60) })],
  ['exp as null', () => good({}, { exp: null })],
  ['exp ten years ahead', () => good({}, { exp: now + 3_650 * DAY })],
  ['a list of audiences without us', () => good({}, { aud: ['https://other.example/update', 'ledger'] })],
  ['an audience that is no address', () => good({}, { aud: 'ledger.example' })],
  ['an audience that is not us', () => good({}, { aud: 'https://other.example/update' })],
  ['the type at+jwt', () => good({ typ: 'at+jwt' })],
  ['a content type', () => good({ cty: 'JWT' })],
  ['alg twice', () => jws('{"alg":"none","alg":"RS256"}', claims, ours)],
  ['alg twice, once with an escape', () => jws('{"alg":"none","\\u0061lg":"RS256"}', claims, ours)],
  ['kid twice', () => jws(`{"alg":"RS256","kid":"x","kid":"${keyId}"}`, claims, ours)],
  [
    'a __proto__ claim',
    () => jws({ alg: 'RS256' }, `{"__proto__":{"email":"x"},"email":"${email}","phone":"${phone}"}`, ours),
  ],
  ['no email', () => jws({ alg: 'RS256' }, { phone }, ours)],
  ['no phone', () => jws({ alg: 'RS256' }, { email }, ours)],
  ['an empty email', () => good({}, { email: '' })],
  ['a list of emails', () => good({}, { email: [email] })],
  ['an email that is not registered', () => good({}, { email: 'stranger@institution.example' })],
  ['a phone with other digits', () => good({}, { phone: '+91 12345 67891' })],
  ['a phone that is too short', () => good({}, { phone: '567890' })],
  ['a phone that is not registered', () => good({}, { phone: '+910000000000' })],
  [
    'email and phone from a __proto__',
    () => jws({ alg: 'RS256' }, `{"__proto__":{"email":"${email}","phone":"${phone}"}}`, ours),
  ],
  [
    '7 kB of claims and a wrong signature',
    () => jws({ alg: 'RS256' }, { ...claims, x: 'x'.repeat(5_000) }, rs256(stranger)),
  ],
];

describe('a token that must be refused', () => {
  it.each(attacks)('is one with %s', async (_, token) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await postToken(token()), 401, 'Invalid signature');
    });
    expect(Object.prototype).not.toHaveProperty('email');
  });

  it('gets the same answer for every reason, byte for byte', async () => {
    const bodies = await Promise.all(attacks.map(async ([, token]) => (await postToken(token())).text));

    expect(new Set(bodies)).toStrictEqual(new Set(['{"success":false,"message":"Invalid signature"}']));
  });

  it.each([
    'unknown',
    '../keys',
    `${keyId}%00`,
    "' OR '1'='1",
    '__proto__',
    'constructor',
    keyId.toUpperCase(),
  ])('is a good one under the key id %s', async (id) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await postToken(good(), id), 401, 'Invalid signature');
    });
  });

  it("is a good one under another institution's key id", async () => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await postToken(good(), metropolis.keyId), 401, 'Invalid signature');
    });
  });

  it('is still refused after it was accepted under its own key id', async () => {
    const token = await signToken(gotham);

    expect((await postToken(token)).status).toBe(200);
    expectRefused(await postToken(token, metropolis.keyId), 401, 'Invalid signature');
  });

  it('is one of 16 kB, whatever it says', async () => {
    const token = good({}, { x: 'x'.repeat(12_000) });

    expect(token.length).toBeGreaterThan(16_000);
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await postToken(token), 401, 'Invalid signature');
    });
  });
});

describe('a public key that is too weak', () => {
  it('cannot be registered', async () => {
    const weak = {
      ...newInstitution('Weak ODR'),
      publicKeyPem: small.publicKey.export({ type: 'spki', format: 'pem' }),
    };

    await expectNothingAdded(ledger.running, async () => {
      await expect(
        register(ledger.running, { ...weak, publicKeyPem: String(weak.publicKeyPem) }),
      ).rejects.toThrow('The public key must be an RSA key of 2048 to 8192 bits; this one has 1024.');
    });
  });
});
