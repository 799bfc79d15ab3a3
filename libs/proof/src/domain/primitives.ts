/** The functions that the domain needs from its platform. They are passed in: it compiles without Node.js. */
export interface Primitives {
  readonly sha256: (data: Uint8Array) => Uint8Array;
  /** Returns SHA-256 of the text's UTF-8 bytes as 64 lower-case hexadecimal digits. */
  readonly sha256Hex: (text: string) => string;
  readonly utf8: (text: string) => Uint8Array;
  /** Returns base64 with padding (RFC 4648 section 4). */
  readonly base64: (bytes: Uint8Array) => string;
  readonly isEd25519Signature: (signed: {
    /** 32 bytes, as RFC 8032 encodes it. */
    readonly publicKey: Uint8Array;
    /** Signed as its UTF-8 bytes. */
    readonly text: string;
    readonly signature: Uint8Array;
  }) => boolean;
}

/** The length of a SHA-256 hash. */
export const HASH_BYTES = 32;

export const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES;

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Decodes pairs of lower-case hexadecimal digits. Returns undefined for any other text. */
export const bytesOfHex = (hex: string): Uint8Array | undefined => {
  if (!/^(?:[0-9a-f]{2})*$/.test(hex)) return undefined;
  const bytes = new Uint8Array(hex.length / 2);
  // Runs for every event of a log that is read: a substring per byte would take ten times as long.
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = 16 * hexDigit(hex, 2 * index) + hexDigit(hex, 2 * index + 1);
  return bytes;
};

const hexDigit = (hex: string, index: number): number => {
  const code = hex.charCodeAt(index);
  return code <= NINE ? code - ZERO : code - LETTER_A + 10;
};

const ZERO = 48;
const NINE = 57;
const LETTER_A = 97;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * Decodes base64 with padding (RFC 4648 section 4). Returns undefined for any text that an encoder would not
 * have written: if a value had two spellings, a changed byte could go unnoticed.
 */
export const bytesOfBase64 = (text: string): Uint8Array | undefined => {
  const digits = text.replace(/={1,2}$/, '');
  const hasRightLength =
    text.length % 4 === 0 && text.length - digits.length === (4 - (digits.length % 4)) % 4;
  if (!hasRightLength || digits.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let bitCount = 0;
  let filled = 0;
  for (const digit of digits) {
    const value = ALPHABET.indexOf(digit);
    if (value === -1) return undefined;
    bits = (bits << 6) | value;
    bitCount += 6;
    if (bitCount < 8) continue;
    bitCount -= 8;
    bytes[filled] = (bits >> bitCount) & 0xff;
    filled += 1;
    bits &= (1 << bitCount) - 1;
  }
  return bits === 0 ? bytes : undefined;
};
