import { setTimeout as pause } from 'node:timers/promises';
import { type AppendOutcome, type EventStore, type NewEvent, StoreUnavailableError } from '../event-store.js';
import { limits } from '../limits.js';

export interface Append {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  /** The stream's last revision that the writer has read; -1 before the first event. */
  readonly revision: bigint;
}

type Settled = Exclude<AppendOutcome, { outcome: 'unknown' }>;

/**
 * Appends, and settles an unknown outcome: as long as the stream does not have the events, the same ones are
 * sent again at the same revision. They are never decided again. The first request may still arrive: at that
 * revision it is the same append, but at another one the command would take effect twice.
 *
 * @throws StoreUnavailableError when the outcome is unknown after `maxConflictRetries` or `maxCommandMs`.
 */
export const settleAppend = async (
  store: EventStore,
  { stream, events, revision }: Append,
): Promise<Settled> => {
  const expected = revision === -1n ? 'no-stream' : revision;
  const end = performance.now() + limits.maxCommandMs;
  for (let attempt = 0; attempt <= limits.maxConflictRetries && performance.now() < end; attempt += 1) {
    const appended = await store.append(stream, events, expected);
    if (appended.outcome !== 'unknown') return appended;
    const last = { from: revision + BigInt(events.length), maxCount: 1 };
    for await (const recorded of store.readStream(stream, { direction: 'forwards', ...last }))
      if (recorded.id === events.at(-1)?.id) return { outcome: 'appended', ...recorded };
    await jitter();
  }
  throw new StoreUnavailableError('The store did not say whether the events were written.');
};

/** Pauses for a random time, so that writers that have collided do not collide again. */
export const jitter = (): Promise<void> => pause(Math.random() * limits.conflictJitterMs);
