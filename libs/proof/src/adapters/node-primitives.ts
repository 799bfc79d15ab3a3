import { createPublicKey, hash, verify } from 'node:crypto';
import type { Primitives } from '../domain/primitives.js';

/** The bytes before an Ed25519 public key in its SubjectPublicKeyInfo (RFC 8410 section 4). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export const nodePrimitives: Primitives = {
  sha256: (data) => hash('sha256', data, 'buffer'),
  sha256Hex: (text) => hash('sha256', text, 'hex'),
  utf8: (text) => Buffer.from(text, 'utf8'),
  base64: (bytes) => Buffer.from(bytes).toString('base64'),
  isEd25519Signature: ({ publicKey, text, signature }) => {
    const der = Buffer.concat([SPKI_PREFIX, publicKey]);
    return verify(
      null,
      Buffer.from(text),
      createPublicKey({ key: der, format: 'der', type: 'spki' }),
      signature,
    );
  },
};
