export { eventChain } from './adapters/event-chain.js';
export { ChainVerifier, type EventFault } from './domain/chain-verifier.js';
export { nodePrimitives } from './adapters/node-primitives.js';
export { proofPathOf } from './domain/proof-path.js';
