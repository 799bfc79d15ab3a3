import { randomUUID } from 'node:crypto';
import { type Answer, ANSWERED, answerFrom, storedAnswer } from './answer.js';
import { claimStreamOf } from './command-ids.js';
import type { EventMetadata } from '../event-metadata.js';
import { assertLegible, readingEvent, UndecodableEventError } from '../decode-recorded.js';
import { type EventStore, type NewEvent, type RecordedEvent, StoreUnavailableError } from '../event-store.js';
import { settleAppend } from './settle-append.js';

/** Something that only one holder may ever have: an idempotency key or a single-use token (decision 0003). */
export interface Claim {
  readonly kind: 'idempotency-key' | 'token';
  /** What is claimed. It may be secret and is not stored. */
  readonly subject: string;
  /** Who claims it: the request with its stream for a key, the command for a token. */
  readonly holder: string;
  /** For a key: the digest of what the path named. It tells which part of a request differs. */
  readonly pathDigest?: string;
}

/** A claim as its stream has it. */
export interface HeldClaim {
  readonly holder: string;
  /** Undefined for a token, and for a key that was claimed before the digest was kept. */
  readonly pathDigest: string | undefined;
  /** The place of the claim in the log. */
  readonly position: bigint;
  readonly recordedAt: string;
  /** Who held the credential of the request that claimed it. */
  readonly claimedBy: string;
  /** The answer that the holder was given, if it does not follow from a stream that has the command. */
  readonly answer: Answer | undefined;
}

export type Claimed =
  /** The claim is new. The position is that of its event, or of the answer recorded with it. */
  | { readonly outcome: 'claimed'; readonly position: bigint }
  /** The same holder has made it before. */
  | { readonly outcome: 'repeated'; readonly held: HeldClaim }
  /** Another holder has it. */
  | { readonly outcome: 'held'; readonly held: HeldClaim };

const CLAIMED = 'Claimed.v1';

/**
 * Makes a claim by creating its stream, which the store allows only once, whatever process or machine asks.
 * An answer that is given is recorded in the same append.
 *
 * @throws StoreUnavailableError when the outcome stays unknown.
 */
export const makeClaim = async (
  store: EventStore,
  claim: Claim,
  { metadata, answer }: { readonly metadata: EventMetadata; readonly answer?: Answer | undefined },
): Promise<Claimed> => {
  const { kind, holder, pathDigest } = claim;
  const data = { kind, holder, ...(pathDigest !== undefined && { pathDigest }) };
  const claimed = { id: randomUUID(), type: CLAIMED, data, metadata };
  const events = answer === undefined ? [claimed] : [claimed, answered(answer, metadata)];
  const appended = await settleAppend(store, { stream: streamOf(claim), events, revision: -1n });
  if (appended.outcome === 'appended') return { outcome: 'claimed', position: appended.position };
  const held = await readClaim(store, claim);
  if (held === null) throw new StoreUnavailableError('The store could not say who holds the claim.');
  return { outcome: held.holder === holder ? 'repeated' : 'held', held };
};

/**
 * Reads an event of a claim. One that cannot be read is never passed over: nobody knows what was claimed.
 *
 * @throws UndecodableEventError when the event is neither a claim nor its answer.
 */
export const checkClaimEvent = (event: RecordedEvent): void => {
  assertLegible(event);
  const { type, data } = event;
  const isClaim = type === CLAIMED && typeof data['holder'] === 'string';
  if (!isClaim && type !== ANSWERED)
    throw new UndecodableEventError(event, 'it is neither a claim nor an answer: another tool wrote it');
  if (type === ANSWERED) readingEvent(event, () => answerFrom(data));
};

export const claimStreamPrefix = 'claim-';

/**
 * Returns the claim as the log has it; null if nobody has made it.
 *
 * @throws StreamHeldError when it cannot be read.
 */
export const readClaim = async (
  store: EventStore,
  claim: Pick<Claim, 'kind' | 'subject'>,
): Promise<HeldClaim | null> => {
  let held: Omit<HeldClaim, 'answer'> | null = null;
  let answer: Answer | undefined;
  const whole = { direction: 'forwards', maxCount: EVENTS_OF_A_CLAIM } as const;
  for await (const event of store.readStream(streamOf(claim), whole)) {
    checkClaimEvent(event);
    const { type, data, position, metadata } = event;
    if (type === CLAIMED) {
      const { holder, pathDigest } = data as { holder: string; pathDigest?: string };
      const { recordedAt, holder: claimedBy } = metadata;
      held = { holder, pathDigest, position, recordedAt, claimedBy };
    } else answer = answerFrom(data);
  }
  return held === null ? null : { ...held, answer };
};

/**
 * Records the answer to a claim that was made before, and returns the first one: that of another process if
 * it was faster.
 *
 * @throws StoreUnavailableError when the outcome stays unknown.
 */
export const recordAnswer = async (
  store: EventStore,
  claim: Claim,
  { answer, metadata }: { readonly answer: Answer; readonly metadata: EventMetadata },
): Promise<{ readonly answer: Answer; readonly isFirst: boolean }> => {
  const events = [answered(answer, metadata)];
  const appended = await settleAppend(store, { stream: streamOf(claim), events, revision: 0n });
  if (appended.outcome === 'appended') return { answer, isFirst: true };
  const first = (await readClaim(store, claim))?.answer;
  if (first === undefined) throw new StoreUnavailableError('The store could not say what was answered.');
  return { answer: first, isFirst: false };
};

/** A claim, and perhaps the answer that was given to it. */
const EVENTS_OF_A_CLAIM = 2;

const streamOf = ({ kind, subject }: Pick<Claim, 'kind' | 'subject'>): string =>
  claimStreamOf(`${kind}:${subject}`);

const answered = (answer: Answer, metadata: EventMetadata): NewEvent => ({
  id: randomUUID(),
  type: ANSWERED,
  data: storedAnswer(answer),
  metadata,
});
