import { bytesOfBase64, isHash, type Primitives } from './primitives.js';

/** The root of the proof log at one size, in the form of c2sp.org/tlog-checkpoint without extension lines. */
export interface Checkpoint {
  /** The name of the log. */
  readonly origin: string;
  /** How many leaves the tree has. */
  readonly size: number;
  /** The root hash of the tree, 32 bytes. */
  readonly root: Uint8Array;
}

/** Returns the exact text that is signed: origin, size, and root in base64, one per line. */
export const checkpointText = ({ base64 }: Primitives, { origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${base64(root)}\n`;

const CHECKPOINT = /^(?<origin>[^\n]+)\n(?<size>0|[1-9]\d*)\n(?<root>[^\n]+)\n$/;

/** Parses a checkpoint. Returns undefined for any text that `checkpointText` would not have written. */
export const parseCheckpoint = (text: string): Checkpoint | undefined => {
  const { origin = '', size: sizeText = '', root: encoded = '' } = CHECKPOINT.exec(text)?.groups ?? {};
  const size = Number(sizeText);
  const root = bytesOfBase64(encoded);
  if (origin === '' || !Number.isSafeInteger(size) || root === undefined || !isHash(root)) return undefined;
  return { origin, size, root };
};
