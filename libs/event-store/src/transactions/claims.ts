import { randomUUID } from 'node:crypto';
import { claimStreamOf } from './command-ids.js';
import type { EventMetadata } from '../event-metadata.js';
import { type EventStore, StoreUnavailableError } from '../event-store.js';
import { settleAppend } from './settle-append.js';

/** Something that only one holder may ever have: an idempotency key with its request, a single-use token. */
export interface Claim {
  readonly kind: 'idempotency-key' | 'token';
  readonly subject: string;
  readonly holder: string;
}

/** `claimed` to the first holder, `repeated` to the same holder later, `held` to anybody else. */
export type ClaimOutcome = 'claimed' | 'repeated' | 'held';

const CLAIMED = 'Claimed.v1';

/**
 * Makes a claim by creating its stream: the store lets only one do that, whatever process or machine they are on.
 *
 * @throws StoreUnavailableError when the store could not say.
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
