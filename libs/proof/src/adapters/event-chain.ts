import type { Chain } from '#libs/event-store';
import { leafHashOf, nextLeafHash, NO_HASH } from '../domain/leaf.js';
import { nodePrimitives } from './node-primitives.js';

/** The chain of a stream whose events are leaves of the Merkle log: the link is the leaf hash. */
export const eventChain: Chain = {
  link: (event, prevHash = NO_HASH) => {
    const hash = nextLeafHash(nodePrimitives, event, prevHash);
    return { ...event, metadata: { prevHash, hash, ...event.metadata } };
  },
  // The writer's own is taken as it stands: whether it is true is for the verifier, who reads everything.
  hashOf: (event, prevHash = NO_HASH) => event.metadata.hash ?? leafHashOf(nodePrimitives, event, prevHash),
};
