import { bytesOfBase64, isHash, type Primitives } from './primitives.js';

/** A proof that a leaf is in the tree of a signed checkpoint, with that checkpoint (c2sp.org/tlog-proof). */
export interface TlogProof {
  /** The index of the leaf. */
  readonly index: number;
  /** From the leaf's sibling up to the child of the root. */
  readonly proof: readonly Uint8Array[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_HASHES = 63;

export const tlogProofText = ({ base64 }: Primitives, { index, proof, checkpoint }: TlogProof): string =>
  [HEADER, `index ${index}`, ...proof.map(base64), '', checkpoint].join('\n');

const PROOF =
  /^c2sp\.org\/tlog-proof@v1\nindex (?<index>0|[1-9]\d*)\n(?<hashes>(?:[^\n]+\n)*)\n(?<checkpoint>[^]+)$/;

/**
 * Parses a tlog-proof. Returns undefined for any other text, and for one with an `extra` line, which the
 * signature does not cover.
 */
export const parseTlogProof = (text: string): TlogProof | undefined => {
  const { index: indexText, hashes = '', checkpoint = '' } = PROOF.exec(text)?.groups ?? {};
  const index = Number(indexText);
  const proof = hashes.split('\n').slice(0, -1).map(bytesOfBase64);
  if (!Number.isSafeInteger(index) || proof.length > MAX_HASHES) return undefined;
  if (!proof.every((hash) => hash !== undefined && isHash(hash))) return undefined;
  return { index, proof: proof as Uint8Array[], checkpoint };
};
