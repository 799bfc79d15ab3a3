import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, StreamDamagedError } from '#libs/event-store';
import type { Checkpoint } from '../domain/checkpoint.js';
import { limits } from '../limits.js';
import type { CheckpointStream } from './checkpoint-stream.js';
import { type LogReport, type LogToVerify, notVerified, verifyLog } from './log-verification.js';

interface ReverificationParts {
  readonly store: EventStore;
  /** The prefixes of the streams whose events are leaves of the proof log. */
  readonly streamPrefixes: readonly string[];
  readonly checkpoints: CheckpointStream;
  /** Whether the log has been read once, so that it is there to verify. By default it is. */
  readonly isReady?: () => boolean;
  readonly heldBy?: LogToVerify['heldBy'];
  readonly onReport: (report: LogReport) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Verifies the whole log in the background, at once and then every hour. It rests after each page for a
 * multiple of what the page took, so that it takes a quarter of a core at most, and less beside load. Reports
 * each result. One mismatch makes it unhealthy until the process ends.
 */
export class Reverification {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private hasFault = false;

  constructor(private readonly parts: ReverificationParts) {}

  get isHealthy(): boolean {
    return !this.hasFault;
  }

  start(): void {
    this.running = this.goOn();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async goOn(): Promise<void> {
    const { isReady = () => true } = this.parts;
    while (!this.isStopping() && !isReady()) await this.rest(limits.retryMs);
    while (!this.isStopping()) {
      const wasRead = await this.verify().then(
        () => true,
        (error: unknown) => {
          if (!this.isStopping()) this.parts.onError(error);
          return false;
        },
      );
      await this.rest(wasRead ? limits.reverificationMs : limits.reverificationRetryMs);
    }
  }

  private async verify(): Promise<void> {
    const report = await this.report().catch((error: unknown) => {
      if (error instanceof StreamDamagedError) return notVerified({ what: error.message });
      throw error;
    });
    this.hasFault ||= report.verdict === 'mismatch';
    this.parts.onReport(report);
  }

  private async report(): Promise<LogReport> {
    const checkpoints: Checkpoint[] = [];
    for await (const checkpoint of this.parts.checkpoints.all()) checkpoints.push(checkpoint);
    const { store, streamPrefixes, heldBy } = this.parts;
    let began = performance.now();
    return verifyLog({
      store,
      streamPrefixes,
      ...(heldBy !== undefined && { heldBy }),
      checkpoints,
      onProgress: async () => {
        const took = performance.now() - began;
        await this.rest(Math.max(limits.reverificationPauseMs, took * limits.reverificationRestFactor));
        this.stopping.signal.throwIfAborted();
        began = performance.now();
      },
    });
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private rest(ms: number): Promise<void> {
    return pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
