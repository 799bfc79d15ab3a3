import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, LogPage, Subscription } from './event-store.js';
import { limits } from './limits.js';

export interface Follower {
  /**
   * How long to let events gather after each page that has caught up: a busy log then takes few pages, and
   * the follower lags by that much.
   */
  readonly gatherMs: number;
  /**
   * Returns the position to start after. Called before each subscription, because the log may have become
   * another one since the last: a follower that finds so lets go of what it took of that one.
   */
  startAfter(): Promise<bigint>;
  /** Handles the whole page or throws; the events of a page for which it threw are delivered again. */
  onPage(page: LogPage): Promise<void> | void;
  /** Is called for each error of the subscription or of `onPage`, before the pause. */
  onError(error: unknown): void;
}

/**
 * Follows the log until the signal aborts, then resolves. After an error, or a subscription that ended by
 * itself, it subscribes again after what the follower says. The pauses grow until a page is handled again.
 */
export const followLog = async (
  store: EventStore,
  { signal, ...filter }: Omit<Subscription, 'after'>,
  follower: Follower,
): Promise<void> => {
  let failures = 0;
  const takePages = async (): Promise<void> => {
    const after = await follower.startAfter();
    for await (const page of store.subscribeToAll({ after, ...filter, signal })) {
      await follower.onPage(page);
      failures = 0;
      if (page.isCaughtUp) await wait(follower.gatherMs, signal);
    }
  };
  while (!signal.aborted) {
    try {
      await takePages();
    } catch (error) {
      follower.onError(error);
    }
    failures += 1;
    await wait(backOffMs(failures), signal);
  }
};

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => undefined);

/** Doubles up to the limit, with jitter, so that many followers do not return at once. */
const backOffMs = (failures: number): number =>
  Math.min(limits.maxResumeBackOffMs, limits.minResumeBackOffMs * 2 ** failures) * (0.5 + Math.random() / 2);
