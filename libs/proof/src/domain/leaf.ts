import { canonicalJson, type JsonObject } from '#libs/kernel';
import type { Primitives } from './primitives.js';

/** What the chain and the proof log cover of an event: all that is stored except its position in the log. */
export interface ChainedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: JsonObject;
  /** As stored. Its `prevHash` and `hash` are left out of `metadataHash`. */
  readonly metadata: JsonObject;
}

/** The `prevHash` of the first event of a stream. */
export const NO_HASH = '0'.repeat(64);

/** The version of a leaf: 1, or 0 for an event from before the chain, which carries no hash. */
type LeafVersion = 0 | 1;

/** The part of a leaf that comes from the chain and not from the event's own content. */
interface Link {
  readonly version: LeafVersion;
  readonly prevHash: string;
}

/**
 * Returns the exact text of the event's leaf as RFC 8785 canonical JSON (docs/proof.md, "The bytes"). Data
 * and metadata are in it only as SHA-256 hashes, apart from `recordedAt`: proofs keep holding when their
 * content is erased one day.
 */
export const leafText = (primitives: Primitives, event: ChainedEvent, prevHash: string): string => {
  const { prevHash: _, hash: __, ...metadata } = event.metadata;
  const version = claimedHash(event) === undefined ? 0 : 1;
  return linkedText(primitives, { ...event, metadata }, { version, prevHash });
};

/** Returns the hash of the event before it, as the event carries it. */
export const prevHashOf = ({ metadata }: Pick<ChainedEvent, 'metadata'>): string => {
  const { prevHash } = metadata;
  return typeof prevHash === 'string' ? prevHash : NO_HASH;
};

/**
 * Returns the hash that a stored event carries; undefined for one from before the chain, and for one of another
 * tool, which has none or something else in its place.
 */
export const claimedHash = ({ metadata: { hash } }: Pick<ChainedEvent, 'metadata'>): string | undefined =>
  typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash) ? hash : undefined;

/** What the next event of a stream continues: the hash of the last event, and of the last that carries none. */
export interface LeafChain {
  readonly hash: string;
  readonly unlinked: string;
}

/** What the first event of a stream continues. */
export const NO_CHAIN: LeafChain = { hash: NO_HASH, unlinked: NO_HASH };

/**
 * Returns the hash that the leaf of the next event names as the one before. An event that carries no hash
 * continues the last one of its kind, wherever it is: those from before the chain, or of another tool. Trees
 * over logs with such events have been signed like this.
 */
export const prevHashIn = ({ hash, unlinked }: LeafChain, next: Pick<ChainedEvent, 'metadata'>): string =>
  claimedHash(next) === undefined ? unlinked : hash;

/** Returns what the event after this one continues. */
export const chainAfter = (
  chain: LeafChain,
  event: Pick<ChainedEvent, 'metadata'>,
  hash: string,
): LeafChain => ({ hash, unlinked: claimedHash(event) === undefined ? hash : chain.unlinked });

/**
 * Returns the leaf hash of a stored event: SHA-256 of a zero byte and the leaf's text (RFC 6962 section 2.1),
 * as hexadecimal digits. The chain and the Merkle tree use this one hash.
 */
export const leafHashOf = (primitives: Primitives, event: ChainedEvent, prevHash: string): string =>
  hashOfLeaf(primitives, leafText(primitives, event, prevHash));

/** Returns the leaf hash that an event will carry whose metadata has no `prevHash` and `hash` yet. */
export const nextLeafHash = (primitives: Primitives, event: ChainedEvent, prevHash: string): string =>
  hashOfLeaf(primitives, linkedText(primitives, event, { version: 1, prevHash }));

const hashOfLeaf = (primitives: Primitives, text: string): string => primitives.sha256Hex(`\0${text}`);

/** Returns the canonical text, or, of what has none because another tool wrote it, the text as JSON. */
const contentText = (content: JsonObject): string => {
  try {
    return canonicalJson(content);
  } catch {
    return JSON.stringify(content);
  }
};

/** Returns the text of the leaf of an event whose metadata has no `prevHash` and `hash`. */
const linkedText = (
  primitives: Primitives,
  { stream, revision, id, type, data, metadata }: ChainedEvent,
  { version, prevHash }: Link,
): string =>
  canonicalJson({
    v: version,
    stream,
    revision: String(revision),
    eventId: id,
    type,
    recordedAt: metadata['recordedAt'] ?? null,
    payloadHash: primitives.sha256Hex(contentText(data)),
    metadataHash: primitives.sha256Hex(contentText(metadata)),
    prevHash,
  });
