import {
  type EventLink,
  type EventStore,
  isInLog,
  isStoresOwn,
  type LogMark,
  type LogPage,
  OtherLogError,
  type RecordedEvent,
} from '#libs/event-store';
import { eventChain } from '../adapters/event-chain.js';
import { nodePrimitives } from '../adapters/node-primitives.js';
import type { Checkpoint } from '../domain/checkpoint.js';
import { MerkleTree } from '../domain/merkle-tree.js';
import { claimedHash } from '../domain/leaf.js';
import { bytesOfHex, sameBytes } from '../domain/primitives.js';
import type { Restore } from '../domain/restore.js';
import { EventChecks, type KnownLeaves } from './event-checks.js';
import { EventIndex } from './event-index.js';
import { CheckpointMismatchError } from './proof-log-standing.js';
import { type RecordedRestore, RestoreStream } from './restore-stream.js';

/**
 * The Merkle tree over the events of the proof log, in memory. Appending an event to the event log fixes its
 * leaf hash and its index, so the tree is derived from that log alone (decision 0013). In a log that was
 * restored, the newest restore is the first leaf, and earlier ones are in their own places (decision 0022).
 */
export class EventTree implements KnownLeaves {
  readonly tree = new MerkleTree(nodePrimitives);
  private readonly index = new EventIndex();
  private readonly positions: bigint[] = [];
  /** By stream, the computed leaf hash of its last event that carries none: from before the chain, or foreign. */
  private readonly unlinked = new Map<string, string>();
  private lookedAt = 0n;
  private last: LogMark | undefined;
  private restores: readonly RecordedRestore[] | undefined;
  /** The earlier restores whose places in the log have not been reached. */
  private pending: RecordedRestore[] = [];

  constructor(
    private readonly store: EventStore,
    private readonly streamPrefixes: readonly string[],
  ) {}

  /** The position up to which the event log has been read. */
  get position(): bigint {
    return this.lookedAt;
  }

  /**
   * Returns the position of the last event of the tree, after which to read on: what was looked at after it may
   * have been cut from the log since, and other events written there.
   *
   * @throws OtherLogError when the log does not have that event.
   */
  async startAfter(): Promise<bigint> {
    if (this.last === undefined) return 0n;
    if (!(await isInLog(this.store, this.last))) throw new OtherLogError(this.last);
    return this.last.position;
  }

  /** Every restore of the log, the oldest first; empty until the log is read. */
  get history(): readonly Restore[] {
    return (this.restores ?? []).map(({ restore }) => restore);
  }

  /** The restores as events with their leaf indexes, the oldest first; the newest has the index 0. */
  get restoreEvents(): readonly { readonly index: number; readonly event: RecordedEvent }[] {
    return (this.restores ?? []).flatMap(({ event }) => {
      const index = this.index.find(event.id);
      return index === undefined ? [] : [{ index, event }];
    });
  }

  /** Reads the restores of the log, and begins the tree with the newest. */
  async readRestores(): Promise<void> {
    if (this.restores !== undefined) return;
    this.restores = await new RestoreStream(this.store).all();
    this.pending = this.restores.slice(0, -1);
    const newest = this.restores.at(-1);
    if (newest !== undefined) this.append(newest.event);
  }

  /** Reads the event log from `position` to its end. */
  async readOn(): Promise<void> {
    await this.readRestores();
    const unread = { after: this.lookedAt, streamPrefixes: this.streamPrefixes };
    for await (const page of this.store.readLinks(unread)) this.take(page);
  }

  take({ events, position }: LogPage<EventLink | RecordedEvent>): void {
    for (const event of events) {
      this.appendRestoresUpTo(event.position);
      if (isLeaf(event)) this.append(event);
    }
    this.appendRestoresUpTo(position);
    this.lookedAt = position;
  }

  /** @throws CheckpointMismatchError when the checkpoint is over more events, or the tree has another root. */
  assertBeginsAs({ size, root }: Checkpoint): void {
    if (size > this.tree.size)
      throw new CheckpointMismatchError(
        `The log has ${this.tree.size} events, but a checkpoint over ${size} was signed.`,
      );
    if (!sameBytes(this.tree.root(size), root))
      throw new CheckpointMismatchError(`The first ${size} events are not those that were signed.`);
  }

  /** Returns the leaf index of an event in the store, or undefined until the log has been read that far. */
  indexOf(eventId: string): number | undefined {
    return this.index.find(eventId);
  }

  leafHashOf(eventId: string, position: bigint): string | undefined {
    // An id that the tree lacks may begin like one that it has.
    if (position > this.lookedAt) return undefined;
    const index = this.index.find(eventId);
    return index === undefined ? undefined : Buffer.from(this.tree.leafHash(index)).toString('hex');
  }

  /**
   * Reads the event from the store. Returns it with its leaf index, or undefined if the tree lacks it.
   *
   * @throws ChangedEventError when it is not as the ledger wrote it.
   */
  async find(eventId: string): Promise<{ index: number; event: RecordedEvent } | undefined> {
    const index = this.index.find(eventId);
    if (index === undefined) return undefined;
    const restore = this.restores?.find(({ event }) => event.id === eventId);
    if (restore !== undefined) return { index, event: restore.event };
    // The first leaf of a restored log is younger than the second.
    const isFirst = index === (this.history.length === 0 ? 0 : 1);
    const after = isFirst ? 0n : (this.positions[index - 1] ?? 0n);
    const { streamPrefixes } = this;
    for await (const { events } of this.store.readAll({ after, streamPrefixes })) {
      const event = events.find(isLeaf);
      if (event === undefined) continue;
      if (event.id !== eventId) return undefined;
      new EventChecks({ streamPrefixes, leaves: this }).check(event);
      return { index, event };
    }
    return undefined;
  }

  private appendRestoresUpTo(position: bigint): void {
    for (
      let next = this.pending[0];
      next !== undefined && next.event.position <= position;
      next = this.pending[0]
    ) {
      this.append(next.event);
      this.pending.shift();
    }
  }

  private append(event: EventLink | RecordedEvent): void {
    const hash = 'hash' in event ? event.hash : this.hashOf(event);
    const leafHash = bytesOfHex(hash);
    if (leafHash === undefined) throw new Error(`The hash of the event ${event.id} is not hexadecimal.`);
    this.index.add(event.id, this.tree.size);
    this.positions.push(event.position);
    this.tree.append(leafHash);
    this.last = { position: event.position, id: event.id };
  }

  private hashOf(event: RecordedEvent): string {
    const hash = eventChain.hashOf(event, this.unlinked.get(event.stream));
    if (claimedHash(event) === undefined) this.unlinked.set(event.stream, hash);
    return hash;
  }
}

/** Returns whether the record is a leaf: versions of before have never read what the store itself writes. */
const isLeaf = (event: EventLink | RecordedEvent): boolean => 'hash' in event || !isStoresOwn(event);
