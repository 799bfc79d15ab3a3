import type { Chain } from '#libs/event-store';
import { leafHashOf, nextLeafHash, NO_HASH } from '../domain/leaf.js';
import { nodePrimitives } from './node-primitives.js';

/** The chain of a stream whose events are leaves of the proof log. An event's hash is its leaf hash. */
export const eventChain: Chain = {
  link: (event, prevHash = NO_HASH) => {
    const hash = nextLeafHash(nodePrimitives, event, prevHash);
    return { ...event, metadata: { prevHash, hash, ...event.metadata } };
  },
  // A stored hash is returned unchecked: verification recomputes every hash from the content.
  hashOf: (event, prevHash = NO_HASH) => event.metadata.hash ?? leafHashOf(nodePrimitives, event, prevHash),
};
