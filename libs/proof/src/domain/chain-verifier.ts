import { type ChainedEvent, leafHashOf, NO_HASH } from './leaf.js';
import type { Primitives } from './primitives.js';

/** An event that is not what the ledger wrote, and in what. */
export interface EventFault {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: string;
  readonly what: string;
}

export interface CheckedLeaf {
  readonly leafHash: string;
  readonly fault: EventFault | undefined;
}

interface Head {
  readonly revision: bigint;
  readonly hash: string;
  readonly isChained: boolean;
}

/** Recomputes every leaf of events in log order, and checks each against its own hashes and the event before it. */
export class ChainVerifier {
  private readonly heads = new Map<string, Head>();
  private readonly primitives: Primitives;

  constructor(primitives: Primitives) {
    this.primitives = primitives;
  }

  /** Goes on after a fault as if the event were sound, so that what follows is judged by itself. */
  check(event: ChainedEvent): CheckedLeaf {
    const head = this.heads.get(event.stream);
    const prevHash = head?.hash ?? NO_HASH;
    const leafHash = leafHashOf(this.primitives, event, prevHash);
    const what = faultOf(event, { head, prevHash, leafHash });
    const isChained = event.metadata['hash'] !== undefined;
    this.heads.set(event.stream, { revision: event.revision, hash: leafHash, isChained });
    const { id, stream, revision } = event;
    const fault = what === undefined ? undefined : { eventId: id, stream, revision: String(revision), what };
    return { leafHash, fault };
  }
}

const faultOf = (
  { revision, metadata }: ChainedEvent,
  computed: { head: Head | undefined; prevHash: string; leafHash: string },
): string | undefined => {
  const { head, prevHash, leafHash } = computed;
  const expected = (head?.revision ?? -1n) + 1n;
  if (revision !== expected)
    return `revision ${expected} should stand here: an event is missing, twice, or out of order`;
  if (metadata['hash'] === undefined)
    return head?.isChained ? 'it carries no hash, although the event before it does' : undefined;
  if (metadata['prevHash'] !== prevHash) return 'its prevHash is not the hash of the event before it';
  if (metadata['hash'] !== leafHash) return 'its content does not have the hash that it carries';
  return undefined;
};
