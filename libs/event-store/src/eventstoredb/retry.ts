import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../limits.js';
import { type Failure, failureOf } from './failures.js';

export interface Retrying {
  readonly timeoutMs: number;
  /** The failures after which another attempt does no harm. */
  readonly after: readonly Failure[];
}

/**
 * Repeats the attempt, with random pauses, while it fails harmlessly and time is left. Throws its last error.
 */
export const retry = async <Result>(
  { timeoutMs, after }: Retrying,
  attempt: (leftMs: number) => Promise<Result>,
): Promise<Result> => {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt(end - performance.now());
    } catch (error) {
      const pauseMs = limits.retryPauseMs * (0.25 + 0.75 * Math.random());
      const isTimeLeft = performance.now() + pauseMs + limits.minAttemptMs < end;
      if (!isTimeLeft || !after.includes(failureOf(error))) throw error;
      await pause(pauseMs);
    }
  }
};
