import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, StreamDamagedError } from '#libs/event-store';
import type { Checkpoint } from '../domain/checkpoint.js';
import { limits } from '../limits.js';
import type { CheckpointStream } from './checkpoint-stream.js';
import { type LogReport, notVerified, verifyLog } from './log-verification.js';

interface ReverificationParts {
  readonly store: EventStore;
  /** The prefixes of the streams whose events are leaves of the proof log. */
  readonly streamPrefixes: readonly string[];
  readonly checkpoints: CheckpointStream;
  readonly onReport: (report: LogReport) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Verifies the whole log in the background, a minute after the start and then every hour, resting after each
 * page. Reports each result. One mismatch makes it unhealthy until the process ends.
 */
export class Reverification {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private hasFault = false;

  constructor(private readonly parts: ReverificationParts) {}

  get isHealthy(): boolean {
    return !this.hasFault;
  }

  start(firstAfterMs: number = limits.firstReverificationMs): void {
    this.running = this.goOn(firstAfterMs);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async goOn(firstAfterMs: number): Promise<void> {
    await this.rest(firstAfterMs);
    while (!this.isStopping()) {
      await this.verify().catch((error: unknown) => {
        if (!this.isStopping()) this.parts.onError(error);
      });
      await this.rest(limits.reverificationMs);
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
    const { store, streamPrefixes } = this.parts;
    return verifyLog({
      store,
      streamPrefixes,
      checkpoints,
      onProgress: async () => {
        await this.rest(limits.reverificationPauseMs);
        this.stopping.signal.throwIfAborted();
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
