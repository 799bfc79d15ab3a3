import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { bytesOfBase64 } from '../domain/primitives.js';
import { isKeyName, type NoteSignature, verifierKey, type VerifierKey } from '../domain/signed-note.js';
import { nodePrimitives } from './node-primitives.js';

/**
 * One of the log's own keys. Ed25519 is deterministic: a text that is signed again, as after a crash, gets
 * the same signature.
 */
export interface SigningKey {
  readonly verifierKey: VerifierKey;
  sign(text: string): NoteSignature;
}

const SEED_BYTES = 32;
const ED25519 = 1;

/** The bytes before an Ed25519 seed in its PKCS #8 form (RFC 8410 section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export const signingKey = (name: string, seed: Uint8Array): SigningKey => {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const key = verifierKey(nodePrimitives, name, publicBytes(privateKey));
  return {
    verifierKey: key,
    sign: (text) => ({
      name: key.name,
      keyId: key.keyId,
      signature: sign(null, Buffer.from(text), privateKey),
    }),
  };
};

const publicBytes = (privateKey: KeyObject): Uint8Array =>
  createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES);

/** Returns the key as Go's `note` package writes it: `PRIVATE+KEY+<name>+<id>+<base64 of type and seed>`. */
export const signingKeyText = (name: string, seed: Uint8Array): string => {
  const { keyId } = signingKey(name, seed).verifierKey;
  return `PRIVATE+KEY+${name}+${keyId}+${nodePrimitives.base64(Uint8Array.from([ED25519, ...seed]))}`;
};

/** Parses a key that `signingKeyText` wrote. Returns undefined for any other text, and for a wrong key id. */
export const parseSigningKey = (text: string): SigningKey | undefined => {
  const [, name = '', keyId, encoded = ''] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const bytes = bytesOfBase64(encoded);
  if (!isKeyName(name) || bytes?.length !== 1 + SEED_BYTES || bytes[0] !== ED25519) return undefined;
  const key = signingKey(name, bytes.slice(1));
  return key.verifierKey.keyId === keyId ? key : undefined;
};
