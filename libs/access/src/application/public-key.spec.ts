import { createPublicKey, generateKeyPairSync, generatePrimeSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CredentialError } from './credential-error.js';
import { publicKeyId, publicKeyOf, publicKeyText, readPublicKey } from './public-key.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const spki = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const pkcs1 = publicKey.export({ type: 'pkcs1', format: 'pem' }).toString();

const pemOf = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const rsa = (bits: number, publicExponent = 65_537): string =>
  pemOf(generateKeyPairSync('rsa', { modulusLength: bits, publicExponent }).publicKey);

const base64url = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
};
/** Returns the key of these numbers, which no honest program would generate. */
const madeOf = (modulus: bigint, exponent = 65_537n): string =>
  pemOf(
    createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) } }),
  );
const modulus = BigInt(
  `0x${Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`,
);
const certificate = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(64)}\n-----END CERTIFICATE-----\n`;
/** Bytes after the key, which a lenient parser ignores. */
const withTail = `-----BEGIN PUBLIC KEY-----\n${Buffer.concat([
  publicKey.export({ type: 'spki', format: 'der' }),
  Buffer.from('and more'),
]).toString('base64')}\n-----END PUBLIC KEY-----\n`;

describe('a public key', () => {
  it.each([
    ['as SubjectPublicKeyInfo', spki],
    ['as PKCS #1', pkcs1],
    ['with the line ends of Windows', spki.replaceAll('\n', '\r\n')],
    ['with a byte order mark and blank lines', `\ufeff\n\n${spki}\n\n`],
    ['on one line', spki.replaceAll(/(?<=[A-Za-z0-9+/])\n(?=[A-Za-z0-9+/=])/g, '')],
  ])('is read %s, and stored in one form', (_, text) => {
    expect(publicKeyText(readPublicKey(text))).toBe(spki);
    expect(publicKeyId(readPublicKey(text))).toBe(publicKeyOf(spki)?.id);
  });

  it.each([2_048, 3_072])('may have %d bits', (bits) => {
    expect(readPublicKey(rsa(bits)).asymmetricKeyDetails?.modulusLength).toBe(bits);
  });

  it.each([
    ['the exponent 1', () => madeOf(modulus, 1n), 'must have the exponent 65537; this one has 1. Ask'],
    ['the exponent 3', () => rsa(2_048, 3), 'must have the exponent 65537; this one has 3. Ask'],
    ['the exponent 17', () => rsa(2_048, 17), 'must have the exponent 65537; this one has 17. Ask'],
    ['an even exponent', () => madeOf(modulus, 65_536n), 'this one has 65536'],
    ['1024 bits', () => rsa(1_024), 'of 2048 to 8192 bits; this one has 1024'],
    ['2040 bits', () => rsa(2_040), 'this one has 2040'],
    ['8200 bits', () => madeOf((1n << 8_199n) + 1n), 'this one has 8200'],
    ['a prime as its modulus', () => madeOf(generatePrimeSync(2_048, { bigint: true })), 'can be factored'],
    ['an even modulus', () => madeOf(modulus + 1n), 'can be factored'],
    ['a modulus with a small factor', () => madeOf((1n << 2_047n) + 1n), 'can be factored'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => readPublicKey(text())).toThrow(CredentialError);
    expect(() => readPublicKey(text())).toThrow(message);
  });

  it.each([
    ['RSA-PSS', () => generateKeyPairSync('rsa-pss', { modulusLength: 2_048 }).publicKey, 'RSA-PSS'],
    [
      'an elliptic curve',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey,
      'EC prime256v1',
    ],
    ['Ed25519', () => generateKeyPairSync('ed25519').publicKey, 'ED25519'],
    ['X25519', () => generateKeyPairSync('x25519').publicKey, 'X25519'],
  ])('is refused by its name when it is one for %s', (_, key, name) => {
    expect(() => readPublicKey(pemOf(key()))).toThrow(
      `must be an RSA key for RS256; this is one for ${name}.`,
    );
  });

  it.each([
    ['nothing', '', 'does not hold a public key'],
    ['another text', 'hello', 'does not hold a public key'],
    ['two keys', spki + rsa(2_048), 'holds 2 PEM blocks'],
    ['the key twice', spki + spki, 'holds 2 PEM blocks'],
    ['a text after the key', `${spki}garbage`, 'more than a public key'],
    ['a text before the key', `Public-Key: (2048 bit)\n${spki}`, 'more than a public key'],
    ['a certificate', certificate, 'openssl x509 -in FILE -pubkey -noout'],
    ['a key and a certificate', spki + certificate, 'holds a certificate'],
    ['a key of OpenSSH', 'ssh-rsa AAAAB3NzaC1yc2E me@host', 'ssh-keygen -e -m PKCS8 -f FILE'],
    ['bytes after the key', withTail, 'cannot be read as one public key'],
    ['a broken key', spki.replace('MIIB', 'MIIC'), 'cannot be read as one public key'],
    ['a key under the name of another form', pkcs1.replaceAll('RSA PUBLIC', 'PUBLIC'), 'cannot be read'],
    ['a far too long text', spki + ' '.repeat(20_000), 'does not hold a public key'],
  ])('is refused when the file holds %s', (_, text, message) => {
    expect(() => readPublicKey(text)).toThrow(message);
  });

  it.each([
    ['PKCS #8', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['PKCS #1', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
    [
      'PKCS #8, encrypted',
      privateKey
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
        .toString(),
    ],
    ['a JWK', JSON.stringify(privateKey.export({ format: 'jwk' }))],
    ['both keys', spki + privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ])('is not taken from a private key, of which nothing is shown: %s', (_, text) => {
    expect(() => readPublicKey(text)).toThrow(
      new CredentialError('The file holds a private key. Pass the public key instead.'),
    );
  });
});
