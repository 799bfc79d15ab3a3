import { bytesOfBase64, isHash, type Primitives } from './primitives.js';

/** A tree head as c2sp.org/tlog-checkpoint writes it, without extension lines. */
export interface Checkpoint {
  /** The name of the log. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** What is signed, to the byte. */
export const checkpointText = ({ base64 }: Primitives, { origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${base64(root)}\n`;

const CHECKPOINT = /^(?<origin>[^\n]+)\n(?<size>0|[1-9]\d*)\n(?<root>[^\n]+)\n$/;

/** Undefined for whatever `checkpointText` would not have written. */
export const parseCheckpoint = (text: string): Checkpoint | undefined => {
  const { origin = '', size: sizeText = '', root: encoded = '' } = CHECKPOINT.exec(text)?.groups ?? {};
  const size = Number(sizeText);
  const root = bytesOfBase64(encoded);
  if (origin === '' || !Number.isSafeInteger(size) || root === undefined || !isHash(root)) return undefined;
  return { origin, size, root };
};
