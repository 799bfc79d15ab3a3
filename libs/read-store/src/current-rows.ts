import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '#libs/event-store';
import { limits } from './limits.js';
import type { ReadStore } from './read-store.js';

/** How far the rows are, while they are built from the log. */
export interface Rebuilding {
  /** The position that they have reached. */
  readonly position: bigint;
  /** The position from which on lists are complete again: where the log ended when this process started. */
  readonly of: bigint;
}

/**
 * The position of the rows in the event log. Rows follow the log a moment later: a reader who must see
 * everything that was acknowledged before its request waits for them here, whichever process wrote it.
 *
 * Rows that are behind the end that the log had when this process started are no list of what the log has:
 * they are being built. So are rows that were further once, as another process may drop them and build them
 * again (decision 0020).
 */
export class CurrentRows {
  /** The position that the rows have to reach; undefined until the log could be asked. */
  private of: bigint | undefined;
  /** How far they were when they were last looked at. */
  private seen = 0n;
  /** When they were first seen behind `of`; undefined while they are not. */
  private behindSince: number | undefined;
  private looking: Promise<bigint> | undefined;

  constructor(
    private readonly store: Pick<EventStore, 'lastPosition'>,
    readonly readStore: ReadStore,
  ) {}

  /**
   * Returns the earliest position that a read model has reached. Callers at one time share a look, so that one
   * look after another tells whether the rows fell back. Throws as `ReadStore.position` does.
   */
  position(): Promise<bigint> {
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
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
    const after = await this.position();
    const last = await this.endOfLog(after);
    return last <= after || this.readStore.hasReached(last);
  }

  /**
   * Notes where the log ends, as the position that the rows have to reach. Called when the process starts. It
   * tries until the log can be asked or the signal aborts, as the stores of a cluster may start later.
   */
  async noteStart(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.rebuildingNow().catch(() => undefined);
      if (this.of !== undefined) return;
      await pause(limits.retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /**
   * Returns how far the rows are, while they are being built; undefined where they have all that the log had
   * when the process started, which takes no look at the stores where `position` was asked just before. Rows
   * that are a few events behind get there within `positionWaitMs`, which is waited for, once and not by every
   * reader.
   *
   * @throws ReadStoreUnavailableError and StoreUnavailableError when a store cannot be reached.
   */
  async rebuilding(): Promise<Rebuilding | undefined> {
    if (this.of !== undefined && this.seen >= this.of) return undefined;
    for (;;) {
      const rebuilding = await this.rebuildingNow();
      if (rebuilding === undefined) return undefined;
      if (performance.now() - (this.behindSince ?? performance.now()) >= limits.positionWaitMs)
        return rebuilding;
      await pause(limits.minPositionPollMs);
    }
  }

  /** Like `rebuilding`, after a look at the rows and without waiting for them. */
  async rebuildingNow(): Promise<Rebuilding | undefined> {
    const position = await this.position();
    this.of ??= await this.endOfLog(position);
    if (position >= this.of) {
      this.behindSince = undefined;
      return undefined;
    }
    this.behindSince ??= performance.now();
    return { position, of: this.of };
  }

  private async look(): Promise<bigint> {
    const position = await this.readStore.position();
    // They fell back, and the log says how far they have to come: they may have been those of another log.
    if (position < this.seen) this.of = this.behindSince = undefined;
    this.seen = position;
    return position;
  }

  private endOfLog(after: bigint): Promise<bigint> {
    return this.store.lastPosition({ after, streamPrefixes: this.readStore.streamPrefixes });
  }
}
