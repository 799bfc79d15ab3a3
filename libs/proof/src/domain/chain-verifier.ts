import {
  chainAfter,
  type ChainedEvent,
  claimedHash,
  type LeafChain,
  leafHashOf,
  NO_CHAIN,
  prevHashIn,
} from './leaf.js';
import type { Primitives } from './primitives.js';

/** An event that is not as the ledger wrote it. */
export interface EventFault {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: string;
  /** What is wrong with it, in words. */
  readonly what: string;
}

export interface CheckedLeaf {
  /** The hash recomputed from the event's content, as hexadecimal digits. */
  readonly leafHash: string;
  /** The hash that the leaf names as that of the event before. */
  readonly prevHash: string;
  /** The first thing that is wrong with the event; undefined for a sound one. */
  readonly fault: EventFault | undefined;
}

/** What the next event of a stream is checked against. */
interface Head {
  readonly revision: bigint;
  readonly chain: LeafChain;
  readonly isChained: boolean;
}

/**
 * Recomputes the leaf of each event, and checks it against the hashes that the event carries and against the
 * previous event of its stream. Takes the events of whole streams in log order.
 */
export class ChainVerifier {
  private readonly heads = new Map<string, Head>();
  private readonly primitives: Primitives;

  constructor(primitives: Primitives) {
    this.primitives = primitives;
  }

  /** Continues a stream after an event whose hash is taken as it is. */
  resume({
    stream,
    revision,
    hash,
  }: Pick<ChainedEvent, 'stream' | 'revision'> & { readonly hash: string }): void {
    this.heads.set(stream, { revision, chain: { ...NO_CHAIN, hash }, isChained: true });
  }

  /**
   * Checks the next event of its stream. A fault does not end the check: the event after it is compared with
   * this one's revision and recomputed hash. A foreign event, which another tool wrote, may lack the hashes.
   */
  check(event: ChainedEvent, { isForeign = false }: { readonly isForeign?: boolean } = {}): CheckedLeaf {
    const head = this.heads.get(event.stream);
    const before = head?.chain ?? NO_CHAIN;
    const prevHash = prevHashIn(before, event);
    const leafHash = leafHashOf(this.primitives, event, prevHash);
    const what = faultOf(event, { head, prevHash, leafHash, isForeign });
    const isChained = claimedHash(event) !== undefined || (isForeign && head?.isChained === true);
    const { id, stream, revision } = event;
    this.heads.set(stream, { revision, chain: chainAfter(before, event, leafHash), isChained });
    const fault = what === undefined ? undefined : { eventId: id, stream, revision: String(revision), what };
    return { leafHash, prevHash, fault };
  }

  /** Goes past a record that is in the stream and is no leaf of the proof log. */
  pass({ stream, revision }: Pick<ChainedEvent, 'stream' | 'revision'>): void {
    const { chain = NO_CHAIN, isChained = false } = this.heads.get(stream) ?? {};
    this.heads.set(stream, { revision, chain, isChained });
  }
}

const faultOf = (
  { revision, metadata }: ChainedEvent,
  computed: { head: Head | undefined; prevHash: string; leafHash: string; isForeign: boolean },
): string | undefined => {
  const { head, prevHash, leafHash, isForeign } = computed;
  const expected = (head?.revision ?? -1n) + 1n;
  if (revision !== expected)
    return `revision ${expected} is expected here: an event is missing, duplicated or out of order`;
  if (claimedHash({ metadata }) === undefined)
    return head?.isChained && !isForeign ? 'it carries no hash, although the previous event does' : undefined;
  if (metadata['prevHash'] !== prevHash) return 'its prevHash is not the hash of the previous event';
  if (metadata['hash'] !== leafHash) return 'its content does not match its hash';
  return undefined;
};
