import {
  type EventLink,
  type EventStore,
  isInLog,
  type LogMark,
  type LogPage,
  OtherLogError,
  type RecordedEvent,
} from '#libs/event-store';
import { eventChain } from '../adapters/event-chain.js';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { MerkleTree } from '../domain/merkle-tree.js';
import { bytesOfHex } from '../domain/primitives.js';
import { EventIndex } from './event-index.js';

/**
 * The Merkle tree over the events of the proof log, in memory. Appending an event to the event log fixes its
 * leaf hash and its index, so the tree is derived from that log alone (decision 0013).
 */
export class EventTree {
  readonly tree = new MerkleTree(nodePrimitives);
  private readonly index = new EventIndex();
  private readonly positions: bigint[] = [];
  /** By stream, the computed leaf hash of its last event from before the chain, which carries none. */
  private readonly unlinked = new Map<string, string>();
  private lookedAt = 0n;
  private last: LogMark | undefined;

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

  /** Reads the event log from `position` to its end. */
  async readOn(): Promise<void> {
    const unread = { after: this.lookedAt, streamPrefixes: this.streamPrefixes };
    for await (const page of this.store.readLinks(unread)) this.take(page);
  }

  take({ events, position }: LogPage<EventLink | RecordedEvent>): void {
    for (const event of events) this.append(event);
    this.lookedAt = position;
  }

  /** Returns the leaf index of an event in the store, or undefined until the log has been read that far. */
  indexOf(eventId: string): number | undefined {
    return this.index.find(eventId);
  }

  /** Reads the event from the store. Returns it with its leaf index, or undefined if the tree lacks it. */
  async find(eventId: string): Promise<{ index: number; event: RecordedEvent } | undefined> {
    const index = this.index.find(eventId);
    if (index === undefined) return undefined;
    const after = index === 0 ? 0n : (this.positions[index - 1] ?? 0n);
    const { streamPrefixes } = this;
    for await (const { events } of this.store.readAll({ after, streamPrefixes })) {
      const [event] = events;
      if (event !== undefined) return event.id === eventId ? { index, event } : undefined;
    }
    return undefined;
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
    if (event.metadata.hash === undefined) this.unlinked.set(event.stream, hash);
    return hash;
  }
}
