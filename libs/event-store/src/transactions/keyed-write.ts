import { reject, type Rejected } from '#libs/kernel';
import type { Answer, FirstAnswer } from './answer.js';
import { type Claim, type HeldClaim, makeClaim, readClaim, recordAnswer } from './claims.js';
import { type CommandContext, metadataOf } from './command-context.js';
import type { EventMetadata } from '../event-metadata.js';
import type { EventStore } from '../event-store.js';

/** What a keyed write acts on: its stream, or another name for what no single stream has. */
export interface KeyedTarget {
  readonly name: string;
  /** What the path names, as messages to callers call it. */
  readonly noun: string;
}

type KeyReused = Rejected<'idempotency-key-reused'>;

/** A write that was begun: now, or by an attempt of the same request that has not been answered. */
export interface BegunWrite {
  readonly outcome: 'begun';
  readonly isFirst: boolean;
  /** The place of its claim in the log. */
  readonly position: bigint;
}

/** What an event of a claim is recorded with. */
interface Recorded {
  /** By default that of the request. */
  readonly metadata?: EventMetadata;
  readonly answer?: Answer;
}

/**
 * A write under an idempotency key, as its claim knows it (decision 0016). The `Transactor` keeps the claims
 * of commands on one stream; a write whose effects are not those of one stream keeps its own.
 */
export class KeyedWrite {
  private readonly claim: Claim;
  private readonly metadata: EventMetadata;

  /** @throws Error when the context has no key. */
  constructor(
    private readonly store: EventStore,
    context: CommandContext,
    private readonly target: KeyedTarget,
  ) {
    const { commandId, requestDigest, pathDigest } = context;
    if (requestDigest === undefined) throw new Error('The command has no idempotency key.');
    const holder = `${requestDigest} ${target.name}`;
    const about = pathDigest === undefined ? {} : { pathDigest };
    this.claim = { kind: 'idempotency-key', subject: commandId, holder, ...about };
    this.metadata = metadataOf(context, '');
  }

  /**
   * Returns the answer that was recorded, or the refusal of a key that another request has used; null if the
   * key is new, or its request was never answered without an effect.
   */
  async find(): Promise<FirstAnswer | KeyReused | null> {
    const held = await readClaim(this.store, this.claim);
    if (held === null) return null;
    if (held.holder !== this.claim.holder) return this.reused(held);
    return repeatOf(held);
  }

  /**
   * Makes the claim, with the answer if it is known already.
   *
   * @throws StoreUnavailableError when the outcome stays unknown.
   */
  async begin({ metadata = this.metadata, answer }: Recorded = {}): Promise<
    BegunWrite | FirstAnswer | KeyReused
  > {
    const claimed = await makeClaim(this.store, this.claim, { metadata, answer });
    if (claimed.outcome === 'held') return this.reused(claimed.held);
    if (claimed.outcome === 'repeated') {
      const { position } = claimed.held;
      return repeatOf(claimed.held) ?? { outcome: 'begun', isFirst: false, position };
    }
    const { recordedAt } = metadata;
    if (answer !== undefined) return { outcome: 'answered', answer, recordedAt, isRepeat: false };
    return { outcome: 'begun', isFirst: true, position: claimed.position };
  }

  /**
   * Records the answer to a write that was begun, and returns the first one.
   *
   * @throws StoreUnavailableError when the outcome stays unknown.
   */
  async end(answer: Answer, metadata = this.metadata): Promise<FirstAnswer> {
    const first = await recordAnswer(this.store, this.claim, { answer, metadata });
    const { recordedAt } = metadata;
    return { outcome: 'answered', answer: first.answer, recordedAt, isRepeat: !first.isFirst };
  }

  /** Returns the refusal of a key that came with another request before, whatever that request led to. */
  async refuse(): Promise<KeyReused> {
    const held = await readClaim(this.store, this.claim);
    return this.reused(held ?? { pathDigest: undefined });
  }

  private reused({ pathDigest }: Pick<HeldClaim, 'pathDigest'>): KeyReused {
    const isOtherPath = pathDigest !== undefined && pathDigest !== this.claim.pathDigest;
    const differs = isOtherPath ? `for another ${this.target.noun}` : 'with another request body';
    return reject('idempotency-key-reused', `The idempotency key was used before ${differs}.`);
  }
}

const repeatOf = ({ answer, recordedAt }: HeldClaim): FirstAnswer | null =>
  answer === undefined ? null : { outcome: 'answered', answer, recordedAt, isRepeat: true };
