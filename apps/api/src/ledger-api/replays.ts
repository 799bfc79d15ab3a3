import { randomUUID } from 'node:crypto';
import { Clock } from '#libs/kernel';
import { ReplayInProgressError, type ReplayProgress, type ReplayResult } from '#libs/read-store';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { messageOf, ReplayRuns } from '../replays/replay-runs.js';
import { limits } from './ledger-api.limits.js';

interface ReplayRun {
  readonly id: string;
  readonly swap: boolean;
  readonly startedAt: string;
}

/** A replay as it is told: what it does now, or what came of it. */
export type ReplayStatus = ReplayRun &
  (
    | { readonly state: 'running'; readonly progress: ReplayProgress | null }
    | { readonly state: 'done'; readonly result: ReplayResult }
    | { readonly state: 'failed'; readonly reason: string }
  );

/** The replays that this process was asked for. What became of them is forgotten with the process; the log is not. */
@Injectable()
export class Replays implements OnModuleDestroy {
  private readonly known = new Map<string, ReplayStatus>();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;

  constructor(
    private readonly runs: ReplayRuns,
    private readonly clock: Clock,
  ) {}

  /** @throws ReplayInProgressError when one is running, here or in another process. */
  async start(isSwapWanted: boolean): Promise<ReplayStatus> {
    // Another process's is found out by the replay itself, once it has begun.
    if (this.isRunning) throw new ReplayInProgressError();
    this.isRunning = true;
    try {
      return await this.begin({
        id: randomUUID(),
        swap: isSwapWanted,
        startedAt: this.clock.now().toISOString(),
      });
    } catch (error) {
      this.isRunning = false;
      throw error;
    }
  }

  status(id: string): ReplayStatus | undefined {
    return this.known.get(id);
  }

  /** A replay does not outlive its process, and leaves nothing behind. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new Error('The ledger was stopped.'));
    await this.running;
  }

  private async begin(run: ReplayRun): Promise<ReplayStatus> {
    const status: ReplayStatus = { ...run, state: 'running', progress: null };
    const { result } = await this.runs.begin({
      isSwapWanted: run.swap,
      signal: this.stopping.signal,
      onProgress: (progress) => {
        this.remember({ ...run, state: 'running', progress });
      },
    });
    this.running = this.finish(result, run);
    if (!this.known.has(run.id)) this.remember(status);
    return status;
  }

  private async finish(result: Promise<ReplayResult>, run: ReplayRun): Promise<void> {
    try {
      this.remember({ ...run, state: 'done', result: await result });
    } catch (error) {
      // An auditor is told which event cannot be read; it is the reason why he asked.
      this.remember({ ...run, state: 'failed', reason: messageOf(error) });
    } finally {
      this.isRunning = false;
    }
  }

  private remember(status: ReplayStatus): void {
    this.known.set(status.id, status);
    for (const id of this.known.keys()) {
      if (this.known.size <= limits.rememberedReplays) return;
      this.known.delete(id);
    }
  }
}
