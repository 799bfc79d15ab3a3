import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { isConsistent, isIncluded } from './merkle.js';
import { MerkleTree } from './merkle-tree.js';
import { bytesOfHex, hexOf } from './primitives.js';

interface InclusionVector {
  index: number;
  size: number;
  leafHash: string;
  root: string;
  proof: string[];
}

interface ConsistencyVector {
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[];
}

type Rejected = { why: string } & (
  ({ kind: 'inclusion' } & InclusionVector) | ({ kind: 'consistency' } & ConsistencyVector)
);

interface Vectors {
  emptyRoot: string;
  leafInputsHex: string[];
  roots: string[];
  inclusion: InclusionVector[];
  consistency: ConsistencyVector[];
  mustReject: Rejected[];
}

const vectors = JSON.parse(readFileSync('test/fixtures/proof/merkle.json', 'utf8')) as Vectors;

const bytes = (hex: string): Uint8Array => bytesOfHex(hex) ?? new Uint8Array();

const accepts = {
  inclusion: ({ leafHash, root, proof, ...place }: InclusionVector): boolean =>
    isIncluded(nodePrimitives, {
      ...place,
      leafHash: bytes(leafHash),
      root: bytes(root),
      proof: proof.map(bytes),
    }),
  consistency: ({ root1, root2, proof, ...sizes }: ConsistencyVector): boolean =>
    isConsistent(nodePrimitives, {
      ...sizes,
      root1: bytes(root1),
      root2: bytes(root2),
      proof: proof.map(bytes),
    }),
};

const leafHashOfBytes = (entry: Uint8Array): Uint8Array =>
  nodePrimitives.sha256(Uint8Array.from([0, ...entry]));

const treeOf = (entries: readonly Uint8Array[]): MerkleTree => {
  const tree = new MerkleTree(nodePrimitives);
  for (const entry of entries) tree.append(leafHashOfBytes(entry));
  return tree;
};

describe('the Merkle tree of the known answers', () => {
  const tree = treeOf(vectors.leafInputsHex.map(bytes));

  it('has the published root at every size', () => {
    expect(vectors.roots).toHaveLength(9);
    expect(vectors.roots.map((_, size) => hexOf(tree.root(size)))).toStrictEqual(vectors.roots);
    expect(hexOf(new MerkleTree(nodePrimitives).root())).toBe(vectors.emptyRoot);
  });

  it('proves every leaf at every size with the published hashes', () => {
    expect(vectors.inclusion).toHaveLength(36);
    for (const vector of vectors.inclusion) {
      expect(tree.inclusionProof(vector.index, vector.size).map(hexOf)).toStrictEqual(vector.proof);
      expect(accepts.inclusion(vector)).toBe(true);
    }
  });

  it('proves that it grew from every earlier size with the published hashes', () => {
    expect(vectors.consistency).toHaveLength(36);
    for (const vector of vectors.consistency) {
      expect(tree.consistencyProof(vector.size1, vector.size2).map(hexOf)).toStrictEqual(vector.proof);
      expect(accepts.consistency(vector)).toBe(true);
    }
  });

  it('rejects all 690 invalid proofs', () => {
    expect(vectors.mustReject).toHaveLength(690);
    const accepted = vectors.mustReject.filter((vector) =>
      vector.kind === 'inclusion' ? accepts.inclusion(vector) : accepts.consistency(vector),
    );
    expect(accepted).toStrictEqual([]);
  });

  it.each([-1, 0.5, 9])('has no proof from size %p', (size) => {
    expect(() => tree.consistencyProof(size)).toThrow(RangeError);
    expect(() => tree.inclusionProof(0, size)).toThrow(RangeError);
    expect(() => tree.root(size)).toThrow(RangeError);
  });

  it('has no proof of a leaf that is not there', () => {
    expect(() => tree.inclusionProof(8)).toThrow(RangeError);
    expect(() => tree.inclusionProof(3, 3)).toThrow(RangeError);
    expect(() => {
      tree.append(new Uint8Array(31));
    }).toThrow(RangeError);
  });
});

describe('a Merkle tree of any size', () => {
  it('proves each of its leaves and each of its earlier sizes, and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(), fc.nat(), (size, anIndex, aSize) => {
        const tree = treeOf(Array.from({ length: size }, (_, at) => Uint8Array.of(at & 255, at >> 8)));
        const index = anIndex % size;
        const size1 = 1 + (aSize % size);
        const root = tree.root();
        const inclusion = { index, size, leafHash: tree.leafHash(index), root };
        const proof = tree.inclusionProof(index);
        expect(isIncluded(nodePrimitives, { ...inclusion, proof })).toBe(true);
        expect(isIncluded(nodePrimitives, { ...inclusion, proof, index: index + 1 })).toBe(false);
        const sizes = { size1, size2: size, root1: tree.root(size1), root2: root };
        const growth = tree.consistencyProof(size1);
        expect(isConsistent(nodePrimitives, { ...sizes, proof: growth })).toBe(true);
        const other = new Uint8Array(32);
        expect(isConsistent(nodePrimitives, { ...sizes, root1: other, proof: growth })).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});
