import { checkPrimeSync, createPublicKey, type KeyObject } from 'node:crypto';
import { limits } from '../limits.js';
import { CredentialError } from './credential-error.js';

/** The error for a text that is no public key which may be registered. */
export class PublicKeyError extends CredentialError {}

/** The only public exponent: with 1, everybody can sign, and small ones forgive no mistake in a signature's check. */
const EXPONENT = 65_537n;

/** What else people have in files of keys, and what to do with it. */
const OTHER_FORMS: readonly (readonly [RegExp, string])[] = [
  [
    // A PEM block, a JWK and a file of PuTTY.
    /PRIVATE KEY|"d"\s*:\s*"|PuTTY-User-Key-File/,
    'The file holds a private key. Pass the public key instead.',
  ],
  [
    /-----BEGIN [A-Z0-9 ]*CERTIFICATE/,
    'The file holds a certificate. Pass its public key: `openssl x509 -in FILE -pubkey -noout` writes it.',
  ],
  [
    /^\s*ssh-|BEGIN SSH2/,
    'The file holds a key in the form of OpenSSH. Pass it in PEM form: `ssh-keygen -e -m PKCS8 -f FILE` writes it.',
  ],
];

const PEM_BEGIN = /-----BEGIN /g;

/** One block, and nothing around it but blanks. */
const PEM = /^\s*-----BEGIN ((?:RSA )?PUBLIC KEY)-----\s+([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/;

/**
 * Returns the public key in the text, which is one PEM block.
 *
 * @throws PublicKeyError when it is anything else, or a key by which others than its holder could sign.
 */
export const readPublicKey = (text: string): KeyObject => {
  const key = parsePublicKey(text);
  const weakness = weaknessOf(key);
  if (weakness !== undefined) throw new PublicKeyError(`${weakness} Ask its holder for another key.`);
  return key;
};

/** Returns the key as PEM text in the form that is stored, whatever form it was read from. */
export const publicKeyText = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'pem' }).toString();

/** Returns what a stored public key is recognised by, however its text is written; undefined for no key. */
export const publicKeyOf = (stored: string): { key: KeyObject; id: string } | undefined => {
  try {
    const key = createPublicKey(stored);
    return { key, id: publicKeyId(key) };
  } catch {
    return undefined;
  }
};

/** Returns what is the same for every text of one key. */
export const publicKeyId = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'der' }).toString('base64');

const parsePublicKey = (text: string): KeyObject => {
  const problem = problemOf(text);
  if (problem !== undefined) throw new PublicKeyError(problem);
  const [, label, body = ''] = PEM.exec(text) ?? [];
  if (label === undefined)
    throw new PublicKeyError('The file holds more than a public key. Pass its PEM block alone.');
  return strictly(text, label === 'PUBLIC KEY' ? 'spki' : 'pkcs1', Buffer.from(body, 'base64'));
};

/** Returns what the file holds instead of one PEM block, and what to do; undefined if it has one. */
const problemOf = (text: string): string | undefined => {
  const form = OTHER_FORMS.find(([pattern]) => pattern.test(text));
  if (form !== undefined) return form[1];
  const blocks = text.match(PEM_BEGIN) ?? [];
  if (blocks.length > 1)
    return `The file holds ${blocks.length} PEM blocks. Pass one public key in a file of its own.`;
  return blocks.length === 0 || text.length > limits.maxPublicKeyLength
    ? 'The file does not hold a public key in PEM form.'
    : undefined;
};

/** Returns the key, unless its bytes have a second reading: more than the key, or another form of it. */
const strictly = (text: string, type: 'spki' | 'pkcs1', bytes: Buffer): KeyObject => {
  const key = keyIn(text);
  if (key !== undefined && key.asymmetricKeyType !== 'rsa')
    throw new PublicKeyError(
      `The public key must be an RSA key for RS256; this is one for ${nameOf(key)}. Ask its holder for another key.`,
    );
  if (key?.export({ type, format: 'der' }).equals(bytes) !== true)
    throw new PublicKeyError(
      'The PEM block cannot be read as one public key. Write it again with `openssl pkey -pubin -in FILE`.',
    );
  return key;
};

const keyIn = (text: string): KeyObject | undefined => {
  try {
    return createPublicKey(text.trim());
  } catch {
    return undefined;
  }
};

const nameOf = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string =>
  [asymmetricKeyType?.toUpperCase(), asymmetricKeyDetails?.namedCurve].filter(Boolean).join(' ');

/** Returns why others than its holder could sign with the key, as a sentence; undefined for a sound key. */
export const weaknessOf = (key: KeyObject): string | undefined => {
  if (key.asymmetricKeyType !== 'rsa') return `The public key is one for ${nameOf(key)}, not an RSA key.`;
  const { modulusLength = 0, publicExponent } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < limits.minRsaBits || modulusLength > limits.maxRsaBits)
    return `The public key must be an RSA key of ${limits.minRsaBits} to ${limits.maxRsaBits} bits; this one has ${modulusLength}.`;
  if (publicExponent !== EXPONENT)
    return `The public key must have the exponent ${EXPONENT}; this one has ${publicExponent}.`;
  return isProduct(modulusOf(key))
    ? undefined
    : 'The modulus of the public key can be factored: it is not the product of two large primes.';
};

const modulusOf = (key: KeyObject): bigint => {
  const { n = '' } = key.export({ format: 'jwk' });
  return BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
};

/** Returns whether the number is no prime and has no small factor: that much can be seen without factoring it. */
const isProduct = (modulus: bigint): boolean => {
  for (let divisor = 2n; divisor < limits.maxTrialDivisor; divisor += 1n)
    if (modulus % divisor === 0n) return false;
  return !checkPrimeSync(modulus, { checks: 1 });
};
