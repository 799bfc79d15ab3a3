import { bytesOfBase64, bytesOfHex, hexOf, type Primitives, sameBytes } from './primitives.js';

/** The type byte of Ed25519 keys in c2sp.org/signed-note. */
const ED25519 = 1;
const KEY_BYTES = 32;
const KEY_ID_BYTES = 4;
const MAX_SIGNATURES = 64;

/** A public key of a log. Its text form is `<name>+<key id>+<base64 of type and public key>`. */
export interface VerifierKey {
  readonly name: string;
  /** Eight lower-case hexadecimal digits. */
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** A signature line of a note. It is not verified: name and key id are what the line claims. */
export interface NoteSignature {
  readonly name: string;
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** A text and its signatures (c2sp.org/signed-note). */
export interface SignedNote {
  /** What is signed, including the final newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Returns whether a key may have this name. A space or a plus sign would make its text form ambiguous. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Zs}\p{Cc}]+$/u.test(name);

/** Returns the key with its id: the first four bytes of SHA-256 over name, newline, type and public key. */
export const verifierKey = (
  { sha256, utf8 }: Primitives,
  name: string,
  publicKey: Uint8Array,
): VerifierKey => {
  const identity = Uint8Array.from([...utf8(`${name}\n`), ED25519, ...publicKey]);
  return { name, keyId: hexOf(sha256(identity).slice(0, KEY_ID_BYTES)), publicKey };
};

export const verifierKeyText = ({ base64 }: Primitives, { name, keyId, publicKey }: VerifierKey): string =>
  `${name}+${keyId}+${base64(Uint8Array.from([ED25519, ...publicKey]))}`;

/** Parses a key's text form. Returns undefined unless it is an Ed25519 key with the right id. */
export const parseVerifierKey = (primitives: Primitives, text: string): VerifierKey | undefined => {
  const [, name = '', keyId = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = bytesOfBase64(encoded);
  if (!isKeyName(name) || bytes?.length !== 1 + KEY_BYTES || bytes[0] !== ED25519) return undefined;
  const key = verifierKey(primitives, name, bytes.slice(1));
  return key.keyId === keyId ? key : undefined;
};

export const noteText = ({ base64 }: Primitives, { text, signatures }: SignedNote): string =>
  `${text}\n${signatures
    .map(({ name, keyId, signature }) => {
      const bytes = Uint8Array.from([...(bytesOfHex(keyId) ?? []), ...signature]);
      return `— ${name} ${base64(bytes)}\n`;
    })
    .join('')}`;

/** Control characters other than the newline, and halves of surrogate pairs, which UTF-8 cannot encode. */
const FORBIDDEN = /(?!\n)[\u0000-\u001f]|\p{Surrogate}/u;

/** Parses a signed note, verifying nothing. Returns undefined for any other text. */
export const parseNote = (note: string): SignedNote | undefined => {
  const end = note.lastIndexOf('\n\n');
  if (end === -1 || FORBIDDEN.test(note) || !note.endsWith('\n')) return undefined;
  const lines = note.slice(end + 2, -1).split('\n');
  const signatures = lines.map(parseSignature);
  if (lines.length > MAX_SIGNATURES || !signatures.every((one) => one !== undefined)) return undefined;
  return { text: note.slice(0, end + 1), signatures };
};

const parseSignature = (line: string): NoteSignature | undefined => {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = bytesOfBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: hexOf(bytes.slice(0, KEY_ID_BYTES)), signature: bytes.slice(KEY_ID_BYTES) };
};

/**
 * Verifies the note and returns the trusted keys that signed it. Signatures by unknown keys are ignored,
 * which lets a log change its key. A wrong signature by a trusted key voids the note: the result is empty.
 */
export const signersOf = (
  primitives: Primitives,
  note: SignedNote,
  trusted: readonly VerifierKey[],
): readonly VerifierKey[] => {
  const signers: VerifierKey[] = [];
  for (const { name, keyId, signature } of note.signatures) {
    const key = trusted.find((one) => one.name === name && one.keyId === keyId);
    if (key === undefined) continue;
    if (!primitives.isEd25519Signature({ publicKey: key.publicKey, text: note.text, signature })) return [];
    if (!signers.some((one) => sameBytes(one.publicKey, key.publicKey))) signers.push(key);
  }
  return signers;
};

/**
 * Returns whether the note names a trusted key as its signer, and that key did not sign it. One that names
 * only unknown keys proves nothing either way.
 */
export const isForged = (
  primitives: Primitives,
  note: SignedNote,
  trusted: readonly VerifierKey[],
): boolean =>
  note.signatures.some(({ name, keyId }) =>
    trusted.some((key) => key.name === name && key.keyId === keyId),
  ) && signersOf(primitives, note, trusted).length === 0;
