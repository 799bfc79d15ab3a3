import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, LogPage, Subscription } from './event-store.js';
import { limits } from './limits.js';

export interface Follower {
  /**
   * Once caught up, how long to let events gather before the next page: a busy log then costs few pages, and a
   * reader is behind by that much.
   */
  readonly gatherMs: number;
  /** Takes a page whole or throws; a page that threw is given again. */
  onPage(page: LogPage): Promise<void> | void;
  onError(error: unknown): void;
}

/**
 * Follows the log until the signal aborts, whatever happens on the way: after an error, and after a subscription
 * that ended by itself, it starts again after the last page that was taken, waiting longer each time.
 */
export const followLog = async (
  store: EventStore,
  { after = 0n, streamPrefixes, signal }: Subscription,
  follower: Follower,
): Promise<void> => {
  const filter = streamPrefixes === undefined ? {} : { streamPrefixes };
  let position = after;
  let failures = 0;
  const takePages = async (): Promise<void> => {
    for await (const page of store.subscribeToAll({ after: position, ...filter, signal })) {
      await follower.onPage(page);
      position = page.position;
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

/** Doubles up to the limit, and is cut by chance so that many followers do not come back at once. */
const backOffMs = (failures: number): number =>
  Math.min(limits.maxResumeBackOffMs, limits.minResumeBackOffMs * 2 ** failures) * (0.5 + Math.random() / 2);
