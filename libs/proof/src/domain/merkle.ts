import { HASH_BYTES, isHash, type Primitives, sameBytes } from './primitives.js';

type Hasher = Pick<Primitives, 'sha256'>;

const NODE_PREFIX = 1;

/** The input of every node's hash, reused: allocating one per node would take longer than hashing it. */
const node = new Uint8Array(1 + 2 * HASH_BYTES);
node[0] = NODE_PREFIX;

/** Returns an inner node's hash (RFC 6962 section 2.1). The prefix keeps a node from passing for a leaf. */
export const nodeHash = ({ sha256 }: Hasher, left: Uint8Array, right: Uint8Array): Uint8Array => {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
};

/** The claim that a leaf is in a tree, and its proof. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Returns whether the proof shows that the leaf is at that index of the tree (RFC 9162 section 2.1.3.2). */
export const isIncluded = (hasher: Hasher, { index, size, leafHash, root, proof }: Inclusion): boolean => {
  if (!isIndex(index) || !isIndex(size) || index >= size) return false;
  if (![leafHash, root, ...proof].every(isHash)) return false;
  const place = new Place(index, size - 1);
  let hash = leafHash;
  for (const sibling of proof) {
    if (place.last === 0) return false;
    if (place.isRightOrLast) {
      hash = nodeHash(hasher, sibling, hash);
      place.skipMissingSiblings();
    } else hash = nodeHash(hasher, hash, sibling);
    place.rise();
  }
  return place.last === 0 && sameBytes(hash, root);
};

/** The claim that one tree is the beginning of another, and its proof. */
export interface Consistency {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Returns whether the proof shows that the second tree begins with the first (RFC 9162 section 2.1.4.2).
 * Rejects an empty first tree: every tree begins with it, so a proof from it would prove nothing.
 */
export const isConsistent = (hasher: Hasher, claim: Consistency): boolean => {
  const { size1, size2, root1, root2, proof } = claim;
  if (!isIndex(size1) || !isIndex(size2) || size1 === 0 || size1 > size2) return false;
  if (![root1, root2, ...proof].every(isHash)) return false;
  if (size1 === size2) return proof.length === 0 && sameBytes(root1, root2);
  return proof.length > 0 && isGrowth(hasher, claim);
};

const isGrowth = (hasher: Hasher, { size1, size2, root1, root2, proof }: Consistency): boolean => {
  const [seed = root1, ...siblings] = isPowerOfTwo(size1) ? [root1, ...proof] : proof;
  const place = new Place(size1 - 1, size2 - 1);
  while (place.isRight) place.rise();
  let first = seed;
  let second = seed;
  for (const sibling of siblings) {
    if (place.last === 0) return false;
    if (place.isRightOrLast) {
      first = nodeHash(hasher, sibling, first);
      second = nodeHash(hasher, sibling, second);
      place.skipMissingSiblings();
    } else second = nodeHash(hasher, second, sibling);
    place.rise();
  }
  return place.last === 0 && sameBytes(first, root1) && sameBytes(second, root2);
};

/**
 * The index of a node in its level, and of the level's last node. Halved by division, not by a shift: a log
 * may outgrow 32 bits.
 */
class Place {
  private index: number;
  last: number;

  constructor(index: number, last: number) {
    this.index = index;
    this.last = last;
  }

  get isRight(): boolean {
    return this.index % 2 === 1;
  }

  get isRightOrLast(): boolean {
    return this.isRight || this.index === this.last;
  }

  rise(): void {
    this.index = Math.floor(this.index / 2);
    this.last = Math.floor(this.last / 2);
  }

  /** Rises past the levels in which the last node has no sibling and is promoted unchanged. */
  skipMissingSiblings(): void {
    while (!this.isRight && this.index !== 0) this.rise();
  }
}

const isIndex = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

export const isPowerOfTwo = (value: number): boolean => value > 0 && largestPowerBelow(value + 1) === value;

/** Returns the largest power of two that is smaller than the value, which must be at least 2. */
export const largestPowerBelow = (value: number): number => {
  let power = 1;
  while (power * 2 < value) power *= 2;
  return power;
};
