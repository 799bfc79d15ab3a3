import { ReplayInProgressError, type ReplayProgress, type ReplayResult } from '#libs/read-store';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { messageOf, ReplayRuns } from '../replays/replay-runs.js';
import { limits } from './ledger-api.limits.js';

export interface ReplayRun {
  readonly id: string;
  readonly swap: boolean;
  readonly startedAt: string;
}

/** The status of a replay: its progress, its result, or the reason why it failed. */
export type ReplayStatus = ReplayRun &
  (
    | { readonly state: 'running'; readonly progress: ReplayProgress | null }
    | { readonly state: 'done'; readonly result: ReplayResult }
    | { readonly state: 'failed'; readonly reason: string }
  );

/** The replays started through this process. Their results end with it, but a replay can be run again. */
@Injectable()
export class Replays implements OnModuleDestroy {
  private readonly known = new Map<string, ReplayStatus>();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;

  constructor(private readonly runs: ReplayRuns) {}

  /**
   * Starts a replay, and returns it as it begins.
   *
   * @throws ReplayInProgressError when one is running, here or in another process.
   */
  async start(run: ReplayRun): Promise<ReplayStatus> {
    // A replay of another process is found by the replay itself, when it begins.
    if (this.isRunning) throw new ReplayInProgressError();
    this.isRunning = true;
    try {
      return await this.begin(run);
    } catch (error) {
      this.isRunning = false;
      throw error;
    }
  }

  status(id: string): ReplayStatus | undefined {
    return this.known.get(id);
  }

  /** Stops a running replay, which then leaves nothing behind. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new Error('The ledger was stopped.'));
    await this.running;
  }

  private async begin(run: ReplayRun): Promise<ReplayStatus> {
    const status = begunReplay(run);
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
      // The auditor gets the message: which event cannot be decoded is what they asked for.
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

/** Returns the status of a replay as it begins. */
export const begunReplay = (run: ReplayRun): ReplayStatus => ({ ...run, state: 'running', progress: null });
