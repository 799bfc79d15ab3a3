/** Returns the path at which the ledger's own API serves the proof of an event. */
export const proofPathOf = (eventId: string): string => `/ledger/proofs/${eventId}`;
