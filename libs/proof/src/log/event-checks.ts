import type { RecordedEvent } from '#libs/event-store';
import { LRUCache } from 'lru-cache';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { claimedHash, leafHashOf, NO_HASH } from '../domain/leaf.js';
import { limits } from '../limits.js';
import { ChangedEventError } from './changed-event-error.js';

/** The leaves that a process has read from its log before. */
export interface KnownLeaves {
  /**
   * Returns the hash of the leaf with this event id, as hexadecimal digits. Undefined where it is not known,
   * and while the leaves have not been read as far as the position.
   */
  leafHashOf(eventId: string, position: bigint): string | undefined;
}

/** What a reader of a log knows of it. */
export interface KnownLog {
  /** The prefixes of the streams whose events are leaves of the proof log. */
  readonly streamPrefixes: readonly string[];
  /** Undefined in a process without a proof log. */
  readonly leaves?: KnownLeaves;
  /** Returns whether the ledger cannot read the event, so that it holds back its stream. By default it can. */
  readonly isHeld?: (event: RecordedEvent) => boolean;
}

/** What is known of the event that was read last of a stream. */
interface Neighbour {
  readonly revision: bigint;
  /** Undefined for an event from before the chain whose predecessors were not read. */
  readonly hash: string | undefined;
  readonly prevHash: string | undefined;
  readonly isChained: boolean;
  /** Another tool wrote it, so that it may lack its hash. */
  readonly isForeign: boolean;
}

/**
 * Checks the events of one read in its order, each against its own hash, against its neighbours in its stream
 * as far as this read has met them, and against its leaf. Events of streams that are not leaves pass unless
 * they carry a hash. What the ledger cannot read, and does not claim to be its own by a hash, passes, too: it
 * holds back its stream, and no other.
 */
export class EventChecks {
  private readonly neighbours: LRUCache<string, Neighbour>;

  /** @param streams How many streams the events are of. What is kept for more of them costs on each read. */
  constructor(
    private readonly known: KnownLog,
    streams: number = limits.maxNeighbours,
  ) {
    this.neighbours = new LRUCache({ max: streams });
  }

  /** @throws ChangedEventError naming the event that is not as the ledger wrote it. */
  check(event: RecordedEvent): void {
    if (event.illegible !== undefined || (!isLinked(event) && !this.isLeaf(event))) return;
    const before = this.neighbours.get(event.stream);
    const neighbour = { ...neighbourOf(event, before), isForeign: this.isForeign(event) };
    this.neighbours.set(event.stream, neighbour);
    const { leaves } = this.known;
    const what = ownFault(event) ?? linkFault(neighbour, before) ?? leafFault(event, neighbour.hash, leaves);
    if (what !== undefined && !neighbour.isForeign) throw changed(event, what);
  }

  /**
   * Returns whether the event may lack a hash after one that has one: it is no leaf, or the ledger cannot read it,
   * so that another tool wrote it.
   */
  mayLackHash(event: RecordedEvent): boolean {
    return !this.isLeaf(event) || this.isForeign(event);
  }

  private isForeign(event: RecordedEvent): boolean {
    return !isLinked(event) && (event.illegible !== undefined || this.known.isHeld?.(event) === true);
  }

  /** Returns whether the event is of a stream whose events are leaves of the proof log. */
  private isLeaf({ stream }: RecordedEvent): boolean {
    return this.known.streamPrefixes.some((prefix) => stream.startsWith(prefix));
  }
}

/** Returns the error that names the event. */
export const changed = ({ id, stream, revision, position }: RecordedEvent, what: string): ChangedEventError =>
  new ChangedEventError({
    eventId: id,
    stream,
    revision: String(revision),
    position: String(position),
    what,
  });

const neighbourOf = (event: RecordedEvent, before: Neighbour | undefined): Omit<Neighbour, 'isForeign'> => {
  const { revision } = event;
  const hash = claimedHash(event);
  if (hash !== undefined) return { revision, hash, prevHash: event.metadata.prevHash, isChained: true };
  const previous = revision === 0n ? NO_HASH : before?.revision === revision - 1n ? before : undefined;
  // What the leaf of an event without a hash continues after one with a hash, this read may not have met.
  const isChained = typeof previous === 'object' && previous.isChained;
  const prevHash = typeof previous === 'object' ? (isChained ? undefined : previous.hash) : previous;
  const computed = prevHash === undefined ? undefined : leafHashOf(nodePrimitives, event, prevHash);
  return { revision, hash: computed, prevHash, isChained };
};

/** Returns what is wrong with a chained event by itself. */
const ownFault = (event: RecordedEvent): string | undefined => {
  const { prevHash } = event.metadata;
  const hash = claimedHash(event);
  if (hash === undefined) return undefined;
  if (typeof prevHash !== 'string') return 'it carries a hash and no prevHash';
  if ((event.revision === 0n) !== (prevHash === NO_HASH))
    return 'its prevHash is not the hash of the previous event';
  return leafHashOf(nodePrimitives, event, prevHash) === hash
    ? undefined
    : 'its content does not match its hash';
};

const isLinked = (event: RecordedEvent): boolean => claimedHash(event) !== undefined;

/** Returns what is wrong between an event and the one that was read before it, if they are neighbours. */
const linkFault = (event: Neighbour, before: Neighbour | undefined): string | undefined => {
  if (before?.revision === event.revision - 1n) return brokenLink(before, event);
  return before?.revision === event.revision + 1n ? brokenLink(event, before) : undefined;
};

const brokenLink = (earlier: Neighbour, later: Neighbour): string | undefined => {
  if (earlier.isChained && !later.isChained && !later.isForeign)
    return 'an event of its stream carries no hash after one that does';
  if (!later.isChained || earlier.hash === undefined || later.prevHash === earlier.hash) return undefined;
  return 'the chain of its stream is broken here';
};

const leafFault = (
  { id, position }: RecordedEvent,
  hash: string | undefined,
  leaves: KnownLeaves | undefined,
): string | undefined => {
  if (hash === undefined) return undefined;
  const known = leaves?.leafHashOf(id, position);
  return known === undefined || known === hash ? undefined : 'it is not the event that is in the proof log';
};
