import { randomUUID } from 'node:crypto';
import { rowSubjects } from '#libs/deployment';
import { EventStore } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { ReadStore, Replay, type ReplayProgress, type ReplayResult } from '#libs/read-store';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
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

  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly clock: Clock,
  ) {}

  /** @throws ReplayInProgressError when one is running, here or in another process. */
  async start(swap: boolean): Promise<ReplayStatus> {
    const replay = await Replay.begin(this.store, this.readStore);
    const run: ReplayRun = { id: randomUUID(), swap, startedAt: this.clock.now().toISOString() };
    const status: ReplayStatus = { ...run, state: 'running', progress: null };
    this.remember(status);
    this.running = this.finish(replay, run);
    return status;
  }

  status(id: string): ReplayStatus | undefined {
    return this.known.get(id);
  }

  /** A replay does not outlive its process, and leaves nothing behind. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort(new Error('The ledger was stopped.'));
    await this.running;
  }

  private async finish(replay: Replay, run: ReplayRun): Promise<void> {
    try {
      const result = await replay.run({
        subjects: rowSubjects,
        isSwapWanted: run.swap,
        batchEvents: limits.replayBatchEvents,
        signal: this.stopping.signal,
        onProgress: (progress) => {
          this.remember({ ...run, state: 'running', progress });
        },
      });
      this.remember({ ...run, state: 'done', result });
    } catch (error) {
      // An auditor is told which event cannot be read; it is the reason why he asked.
      this.remember({
        ...run,
        state: 'failed',
        reason: error instanceof Error ? error.message : String(error),
      });
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
