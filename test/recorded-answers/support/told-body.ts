import { createHash } from 'node:crypto';
import { filesOf, textOf } from '../../support/bundles.js';
import type { Told } from './placeholders.js';

/** The program in a bundle. Its bytes may change; what it says is recorded where it is run. */
const VERIFIER = 'verify.mjs';
const HASH_BYTES = 32;

/** Makes a body readable: text as it is, a bundle as its files, a tile of the log as its hashes. */
export const toldBody = (bytes: Buffer, contentType: string | undefined): Told => {
  if (contentType === 'application/x-tar') return toldBundle(bytes);
  if (contentType === 'application/octet-stream') return toldHashes(bytes);
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : bytes.toString('hex');
};

/** Returns the text of every file, in the order of the archive. */
export const toldBundle = (bytes: Uint8Array): Readonly<Record<string, string>> => {
  const files = filesOf(bytes);
  const verifier = createHash('sha256')
    .update(files.get(VERIFIER) ?? '')
    .digest('hex');
  return Object.fromEntries(
    [...files].map(([name, content]) => [
      name,
      name === VERIFIER ? '<the verifier>' : textOf(content).replaceAll(verifier, '<sha256 of the verifier>'),
    ]),
  );
};

const toldHashes = (bytes: Buffer): Told =>
  Array.from({ length: Math.ceil(bytes.length / HASH_BYTES) }, (_, index) =>
    bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES).toString('hex'),
  ).join('\n');
