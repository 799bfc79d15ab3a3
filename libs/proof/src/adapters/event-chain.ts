import type { Chain } from '#libs/event-store';
import { claimedHash, leafHashOf, nextLeafHash, NO_HASH } from '../domain/leaf.js';
import { nodePrimitives } from './node-primitives.js';

/** The chain of a stream whose events are leaves of the proof log. An event's hash is its leaf hash. */
export const eventChain: Chain = {
  link: (event, prevHash = NO_HASH) => {
    const hash = nextLeafHash(nodePrimitives, event, prevHash);
    return { ...event, metadata: { prevHash, hash, ...event.metadata } };
  },
  isLinked: (event) => claimedHash(event) !== undefined,
  // A stored hash is returned unchecked: verification recomputes every hash from the content.
  hashOf: (event, prevHash = NO_HASH) => claimedHash(event) ?? leafHashOf(nodePrimitives, event, prevHash),
};
