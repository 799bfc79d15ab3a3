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

/**
 * The exact text of a leaf, in RFC 8785 form. It has hashes of what an event says and of who said it, never their
 * words, so that those can be erased one day and every proof still holds.
 */
export const leafText = (primitives: Primitives, event: ChainedEvent, prevHash: string): string => {
  const { prevHash: _, hash, ...metadata } = event.metadata;
  const version: LeafVersion = hash === undefined ? 0 : 1;
  return canonicalJson({
    v: version,
    stream: event.stream,
    revision: String(event.revision),
    eventId: event.id,
    type: event.type,
    recordedAt: metadata['recordedAt'] ?? null,
    payloadHash: primitives.sha256Hex(canonicalJson(event.data)),
    metadataHash: primitives.sha256Hex(canonicalJson(metadata)),
    prevHash,
  });
};

/** The RFC 6962 leaf hash of the event: what the chain links by is also what the Merkle log holds. */
export const leafHashOf = (primitives: Primitives, event: ChainedEvent, prevHash: string): string =>
  primitives.sha256Hex(`\0${leafText(primitives, event, prevHash)}`);
