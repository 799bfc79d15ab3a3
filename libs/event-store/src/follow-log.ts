import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, LogPage, Subscription } from './event-store.js';
import { limits } from './limits.js';

export interface Follower {
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
  let position = after;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const filter = streamPrefixes === undefined ? {} : { streamPrefixes };
      for await (const page of store.subscribeToAll({ after: position, ...filter, signal })) {
        await follower.onPage(page);
        position = page.position;
        failures = 0;
      }
    } catch (error) {
      follower.onError(error);
    }
    failures += 1;
    await pause(backOffMs(failures), undefined, { signal }).catch(() => undefined);
  }
};

/** Doubles up to the limit, and is cut by chance so that many followers do not come back at once. */
const backOffMs = (failures: number): number =>
  Math.min(limits.maxResumeBackOffMs, limits.minResumeBackOffMs * 2 ** failures) * (0.5 + Math.random() / 2);
