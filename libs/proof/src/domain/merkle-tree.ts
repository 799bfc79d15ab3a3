import { isPowerOfTwo, largestPowerBelow, nodeHash } from './merkle.js';
import { HASH_BYTES, isHash, type Primitives } from './primitives.js';
import { TILE_HEIGHT, TILE_WIDTH, type Tile, widthOfTile } from './tile.js';

/**
 * A Merkle tree (RFC 6962) that grows at its right end. It keeps the hash of every complete subtree, 64 bytes
 * per leaf, so that a root or a proof at any size it ever had takes O(log n) hashes, and a tile none.
 */
export class MerkleTree {
  /** `levels[n]` holds the hashes of the complete subtrees of 2^n leaves, from left to right. */
  private readonly levels: HashList[] = [new HashList()];
  private readonly primitives: Pick<Primitives, 'sha256'>;

  constructor(primitives: Pick<Primitives, 'sha256'>) {
    this.primitives = primitives;
  }

  get size(): number {
    return this.level(0).length;
  }

  /** @throws RangeError unless the leaf hash has 32 bytes. */
  append(leafHash: Uint8Array): void {
    if (!isHash(leafHash)) throw new RangeError('A leaf hash has 32 bytes.');
    let hash = leafHash;
    for (let height = 0; ; height += 1) {
      const level = this.level(height);
      level.push(hash);
      if (level.length % 2 === 1) return;
      hash = nodeHash(this.primitives, level.at(level.length - 2), hash);
    }
  }

  leafHash(index: number): Uint8Array {
    return this.level(0).at(index);
  }

  /** @throws RangeError for a size that the tree has not reached. */
  root(size = this.size): Uint8Array {
    this.assertHas(size);
    return size === 0 ? this.primitives.sha256(new Uint8Array()) : this.subtree(0, size);
  }

  /**
   * Returns the audit path of RFC 6962 section 2.1.1, from the leaf's sibling up to the child of the root.
   *
   * @throws RangeError when the tree of that size has no such leaf, or has not reached that size.
   */
  inclusionProof(index: number, size = this.size): Uint8Array[] {
    this.assertHas(size);
    if (!Number.isSafeInteger(index) || index < 0 || index >= size)
      throw new RangeError('The tree has no such leaf.');
    const proof: Uint8Array[] = [];
    let begin = 0;
    let end = size;
    while (end - begin > 1) {
      const middle = begin + largestPowerBelow(end - begin);
      if (index < middle) {
        proof.push(this.subtree(middle, end));
        end = middle;
      } else {
        proof.push(this.subtree(begin, middle));
        begin = middle;
      }
    }
    return proof.reverse();
  }

  /**
   * Returns the proof of RFC 6962 section 2.1.2 that the tree of `size2` leaves begins with that of `size1`.
   *
   * @throws RangeError unless 1 ≤ `size1` ≤ `size2` ≤ `size`.
   */
  consistencyProof(size1: number, size2 = this.size): Uint8Array[] {
    this.assertHas(size2);
    if (!Number.isSafeInteger(size1) || size1 < 1 || size1 > size2)
      throw new RangeError('The tree never had that size.');
    const proof: Uint8Array[] = [];
    let begin = 0;
    let end = size2;
    // Descends to the subtree that ends where the smaller tree ends, and collects the sibling at each step.
    while (size1 !== end) {
      const middle = begin + largestPowerBelow(end - begin);
      if (size1 <= middle) {
        proof.push(this.subtree(middle, end));
        end = middle;
      } else {
        proof.push(this.subtree(begin, middle));
        begin = middle;
      }
    }
    if (begin !== 0) proof.push(this.subtree(begin, end));
    return proof.reverse();
  }

  /** Returns the tile's hashes, concatenated, or undefined if the tree of that size lacks one of them. */
  tile({ level, index, width }: Tile, size = this.size): Uint8Array | undefined {
    this.assertHas(size);
    if (width > widthOfTile({ level, index }, size)) return undefined;
    const hashes = this.level(level * TILE_HEIGHT);
    return hashes.slice(index * TILE_WIDTH, index * TILE_WIDTH + width);
  }

  private subtree(begin: number, end: number): Uint8Array {
    const width = end - begin;
    if (isPowerOfTwo(width)) return this.level(Math.log2(width)).at(begin / width);
    const middle = begin + largestPowerBelow(width);
    return nodeHash(this.primitives, this.subtree(begin, middle), this.subtree(middle, end));
  }

  private level(height: number): HashList {
    const known = this.levels[height];
    if (known !== undefined) return known;
    const added = new HashList();
    this.levels[height] = added;
    return added;
  }

  private assertHas(size: number): void {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size)
      throw new RangeError('The tree has no such size yet.');
  }
}

/** A list of hashes in one growing buffer. With an object per hash it would take four times the memory. */
class HashList {
  private bytes = new Uint8Array(HASH_BYTES * TILE_WIDTH);
  length = 0;

  push(hash: Uint8Array): void {
    const end = this.length * HASH_BYTES;
    if (end === this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes.set(hash, end);
    this.length += 1;
  }

  at(index: number): Uint8Array {
    if (index < 0 || index >= this.length) throw new RangeError('The tree has no such node.');
    return this.slice(index, index + 1);
  }

  slice(begin: number, end: number): Uint8Array {
    return this.bytes.slice(begin * HASH_BYTES, end * HASH_BYTES);
  }
}
