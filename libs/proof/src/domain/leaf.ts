import { canonicalJson, type JsonObject } from '#libs/kernel';
import type { Primitives } from './primitives.js';

/** What an event brings to the chain and the log: everything that is stored of it, but its place in the store. */
export interface ChainedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: JsonObject;
  /** As stored; `prevHash` and `hash` in it are not hashed, they are what is computed. */
  readonly metadata: JsonObject;
}

/** What stands for the event before the first. */
export const NO_HASH = '0'.repeat(64);

/** The version of a leaf: 0 for an event that was stored before there was a chain and so carries no hash itself. */
type LeafVersion = 0 | 1;

/** What of a leaf the event's own hashes say, or will say. */
interface Link {
  readonly version: LeafVersion;
  readonly prevHash: string;
}

/**
 * The exact text of a leaf, in RFC 8785 form. It has hashes of what an event says and of who said it, never their
 * words, so that those can be erased one day and every proof still holds.
 */
export const leafText = (primitives: Primitives, event: ChainedEvent, prevHash: string): string => {
  const { prevHash: _, hash, ...metadata } = event.metadata;
  return linkedText(primitives, { ...event, metadata }, { version: hash === undefined ? 0 : 1, prevHash });
};

/** The RFC 6962 leaf hash of the event: what the chain links by is also what the Merkle log holds. */
export const leafHashOf = (primitives: Primitives, event: ChainedEvent, prevHash: string): string =>
  hashOfLeaf(primitives, leafText(primitives, event, prevHash));

/** The leaf hash that an event, which has none yet, will carry. */
export const nextLeafHash = (primitives: Primitives, event: ChainedEvent, prevHash: string): string =>
  hashOfLeaf(primitives, linkedText(primitives, event, { version: 1, prevHash }));

const hashOfLeaf = (primitives: Primitives, text: string): string => primitives.sha256Hex(`\0${text}`);

/** Of an event whose metadata has no hashes. */
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
    payloadHash: primitives.sha256Hex(canonicalJson(data)),
    metadataHash: primitives.sha256Hex(canonicalJson(metadata)),
    prevHash,
  });
