import type { EventStore, LogMark, LogPage } from './event-store.js';
import { limits } from './limits.js';

/** The log lacks the last event that was taken of it: it is another one, or an older state of the same. */
export class OtherLogError extends Error {
  constructor({ position, id }: LogMark) {
    super(
      `The event log does not have the event ${id} at position ${position}, which was read from it: it is ` +
        'another log, or was put back to an earlier state.',
    );
  }
}

/** Returns whether the log has the event where it was taken. Throws as `EventStore.idAt` does. */
export const isInLog = async (store: Pick<EventStore, 'idAt'>, mark: LogMark): Promise<boolean> =>
  (await store.idAt(mark.position)) === mark.id;

/** Remembers the last event that a follower has taken, by which it knows its log again after it was away. */
export class LastTaken {
  private mark: LogMark | undefined;
  private markedAt = performance.now();

  constructor(private readonly store: Pick<EventStore, 'idAt'>) {}

  /**
   * Notes what was taken. Where nothing was for a while, it notes the record up to which the log was examined,
   * so that the next subscription does not begin far in the past.
   */
  async note({ events, position, isCaughtUp }: LogPage<LogMark>): Promise<void> {
    const last = events.at(-1);
    if (last !== undefined) this.remember({ position: last.position, id: last.id });
    else if (isCaughtUp && performance.now() - this.markedAt >= limits.remarkMs) {
      const id = await this.store.idAt(position);
      if (id !== undefined) this.remember({ position, id });
    }
  }

  /**
   * Returns the position to start after: that of the last event. What was examined after it is read again, as
   * the log may have been cut in there, and have grown again.
   *
   * @throws OtherLogError when the log does not have that event.
   * @throws StoreUnavailableError when the store is closed or out of reach.
   */
  async startAfter(): Promise<bigint> {
    if (this.mark === undefined) return 0n;
    if (!(await isInLog(this.store, this.mark))) throw new OtherLogError(this.mark);
    return this.mark.position;
  }

  forget(): void {
    this.mark = undefined;
  }

  private remember(mark: LogMark): void {
    this.mark = mark;
    this.markedAt = performance.now();
  }
}
