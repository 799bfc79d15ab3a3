import type { RecordedEvent } from '#libs/event-store';
import { LRUCache } from 'lru-cache';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { leafHashOf, NO_HASH } from '../domain/leaf.js';
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
}

/** What is known of the event that was read last of a stream. */
interface Neighbour {
  readonly revision: bigint;
  /** Undefined for an event from before the chain whose predecessors were not read. */
  readonly hash: string | undefined;
  readonly prevHash: string | undefined;
  readonly isChained: boolean;
}

/**
 * Checks the events of one read in its order, each against its own hash, against its neighbours in its stream
 * as far as this read has met them, and against its leaf. Events of streams that are not leaves pass unless
 * they carry a hash.
 */
export class EventChecks {
  private readonly neighbours = new LRUCache<string, Neighbour>({ max: limits.maxNeighbours });

  constructor(private readonly known: KnownLog) {}

  /** @throws ChangedEventError naming the event that is not as the ledger wrote it. */
  check(event: RecordedEvent): void {
    if (event.metadata.hash === undefined && !this.isLeaf(event)) return;
    const before = this.neighbours.get(event.stream);
    const neighbour = neighbourOf(event, before);
    this.neighbours.set(event.stream, neighbour);
    const { leaves } = this.known;
    const what = ownFault(event) ?? linkFault(neighbour, before) ?? leafFault(event, neighbour.hash, leaves);
    if (what !== undefined) throw changed(event, what);
  }

  /** Returns whether the event is of a stream whose events are leaves of the proof log. */
  isLeaf({ stream }: RecordedEvent): boolean {
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

const neighbourOf = (event: RecordedEvent, before: Neighbour | undefined): Neighbour => {
  const { prevHash, hash } = event.metadata;
  const { revision } = event;
  if (hash !== undefined) return { revision, hash, prevHash, isChained: true };
  const isNext = before !== undefined && revision === before.revision + 1n;
  const previous = revision === 0n ? NO_HASH : isNext ? before.hash : undefined;
  const computed = previous === undefined ? undefined : leafHashOf(nodePrimitives, event, previous);
  return { revision, hash: computed, prevHash: previous, isChained: false };
};

/** Returns what is wrong with a chained event by itself. */
const ownFault = (event: RecordedEvent): string | undefined => {
  const { hash, prevHash } = event.metadata;
  if (hash === undefined) return undefined;
  if (typeof prevHash !== 'string') return 'it carries a hash and no prevHash';
  if ((event.revision === 0n) !== (prevHash === NO_HASH))
    return 'its prevHash is not the hash of the previous event';
  return leafHashOf(nodePrimitives, event, prevHash) === hash
    ? undefined
    : 'its content does not match its hash';
};

/** Returns what is wrong between an event and the one that was read before it, if they are neighbours. */
const linkFault = (event: Neighbour, before: Neighbour | undefined): string | undefined => {
  if (before?.revision === event.revision - 1n) return brokenLink(before, event);
  return before?.revision === event.revision + 1n ? brokenLink(event, before) : undefined;
};

const brokenLink = (earlier: Neighbour, later: Neighbour): string | undefined => {
  if (earlier.isChained && !later.isChained)
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
