import type { EventStore } from '#libs/event-store';
import type { ReadStore } from './read-store.js';

/**
 * The position of the rows in the event log. Rows follow the log a moment later: a reader who must see
 * everything that was acknowledged before its request waits for them here, whichever process wrote it.
 */
export class CurrentRows {
  constructor(
    private readonly store: Pick<EventStore, 'lastPosition'>,
    private readonly readStore: ReadStore,
  ) {}

  /** Returns the earliest position that a read model has reached. Throws as `ReadStore.position` does. */
  position(): Promise<bigint> {
    return this.readStore.position();
  }

  /** Waits up to `positionWaitMs` for the rows to reach the position, and returns whether they did. */
  hasReached(position: bigint): Promise<boolean> {
    return this.readStore.hasReached(position);
  }

  /**
   * Waits up to `positionWaitMs` for the rows to have every event that the log has at the time of the call,
   * and returns whether they have them. Events that no read model takes, such as claims and checkpoints, are
   * not waited for.
   *
   * @throws ReadStoreUnavailableError and StoreUnavailableError when a store cannot be reached.
   */
  async showLog(): Promise<boolean> {
    const after = await this.readStore.position();
    const { streamPrefixes } = this.readStore;
    const last = await this.store.lastPosition({ after, streamPrefixes });
    return last <= after || this.readStore.hasReached(last);
  }
}
