import type { EventLink, EventStore, LogPage, RecordedEvent } from '#libs/event-store';
import { eventChain } from '../adapters/event-chain.js';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { MerkleTree } from '../domain/merkle-tree.js';
import { bytesOfHex } from '../domain/primitives.js';
import { EventIndex } from './event-index.js';

/**
 * The Merkle tree over every chained event, in the order of the store, kept in memory. An event's leaf hash and place
 * are settled by its own append, so the tree follows from the log and is never a second truth.
 */
export class EventTree {
  readonly tree = new MerkleTree(nodePrimitives);
  private readonly index = new EventIndex();
  private readonly positions: bigint[] = [];
  /** The hashes that events from before the chain would have carried, by stream. */
  private readonly unlinked = new Map<string, string>();
  private lookedAt = 0n;

  constructor(
    private readonly store: EventStore,
    private readonly streamPrefixes: readonly string[],
  ) {}

  /** How far the store's log was looked at. */
  get position(): bigint {
    return this.lookedAt;
  }

  /** Reads on to the end of the store's log. */
  async readOn(): Promise<void> {
    const unread = { after: this.lookedAt, streamPrefixes: this.streamPrefixes };
    for await (const page of this.store.readLinks(unread)) this.take(page);
  }

  take({ events, position }: LogPage<EventLink | RecordedEvent>): void {
    for (const event of events) this.append(event);
    this.lookedAt = position;
  }

  /** The leaf of an event that the store has; undefined while the log did not come to it. */
  indexOf(eventId: string): number | undefined {
    return this.index.find(eventId);
  }

  /** The event's leaf, read back from the store; undefined when the log has no such event. */
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
    if (leafHash === undefined) throw new Error(`The hash of the event ${event.id} is not one.`);
    this.index.add(event.id, this.tree.size);
    this.positions.push(event.position);
    this.tree.append(leafHash);
  }

  private hashOf(event: RecordedEvent): string {
    const hash = eventChain.hashOf(event, this.unlinked.get(event.stream));
    if (event.metadata.hash === undefined) this.unlinked.set(event.stream, hash);
    return hash;
  }
}
