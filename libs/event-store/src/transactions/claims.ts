import { randomUUID } from 'node:crypto';
import { claimStreamOf } from './command-ids.js';
import type { EventMetadata } from '../event-metadata.js';
import { type EventStore, StoreUnavailableError } from '../event-store.js';
import { settleAppend } from './settle-append.js';

/** Something that only one holder may ever have: an idempotency key or a single-use token (decision 0003). */
export interface Claim {
  readonly kind: 'idempotency-key' | 'token';
  /** What is claimed. It may be secret and is not stored. */
  readonly subject: string;
  /** Who claims it: the request with its stream for a key, the command for a token. */
  readonly holder: string;
}

/** `claimed` for the first holder, `repeated` for the same holder later, `held` for any other. */
export type ClaimOutcome = 'claimed' | 'repeated' | 'held';

const CLAIMED = 'Claimed.v1';

/**
 * Makes a claim by creating its stream, which the store allows only once, whatever process or machine asks.
 *
 * @throws StoreUnavailableError when the outcome stays unknown.
 */
export const makeClaim = async (
  store: EventStore,
  { kind, subject, holder }: Claim,
  metadata: EventMetadata,
): Promise<ClaimOutcome> => {
  const stream = claimStreamOf(`${kind}:${subject}`);
  const claimed = { id: randomUUID(), type: CLAIMED, data: { kind, holder }, metadata };
  const { outcome } = await settleAppend(store, { stream, events: [claimed], revision: -1n });
  if (outcome === 'appended') return 'claimed';
  for await (const { data } of store.readStream(stream, { direction: 'forwards', maxCount: 1 }))
    return data['holder'] === holder ? 'repeated' : 'held';
  throw new StoreUnavailableError('The store could not say who holds the claim.');
};
