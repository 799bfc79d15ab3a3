import { Clock } from '#libs/kernel';
import {
  type ReplayEnding,
  ReplayInProgressError,
  type ReplayProgress,
  type ReplayResult,
} from '#libs/read-store';
import { endedReplay, type RecordedBy, type RecordingContext, ReplayRecords } from '#libs/trail';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { messageOf, ReplayRuns } from '../replays/replay-runs.js';
import { limits } from './ledger-api.limits.js';

export interface ReplayRun {
  readonly id: string;
  /** The past moment that is rebuilt into a file; null for a comparison with the live rows. */
  readonly asOf: string | null;
  readonly swap: boolean;
  /** Why it is run, in the words of whoever runs it. */
  readonly reason: string | null;
  readonly startedAt: string;
  readonly startedBy: RecordedBy;
}

/** The status of a replay that this process runs or has run. */
export type ReplayStatus = ReplayRun &
  (
    | { readonly state: 'running'; readonly progress: ReplayProgress | null }
    | { readonly state: 'done'; readonly endedAt: string; readonly result: ReplayResult }
    | { readonly state: 'failed' | 'interrupted'; readonly endedAt: string; readonly failure: string }
  );

/** A replay to start. */
export interface ReplayStart {
  readonly run: ReplayRun;
  readonly by: RecordingContext;
  /** Is called when no other replay can begin and before this one is recorded. What it throws stops the replay. */
  readonly claim: () => Promise<void>;
}

/**
 * The replays started through this process. The log has their start and their end; progress, and the rows that
 * differ, end with the process.
 */
@Injectable()
export class Replays implements OnModuleDestroy {
  private readonly logger = new Logger(Replays.name);
  private readonly known = new Map<string, ReplayStatus>();
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;

  constructor(
    private readonly runs: ReplayRuns,
    readonly records: ReplayRecords,
    private readonly clock: Clock,
  ) {}

  /**
   * Starts a replay, records that it began, and returns it as it begins. One that cannot be recorded is stopped.
   *
   * @throws ReplayInProgressError when one is running, here or in another process.
   * @throws StoreUnavailableError when the log does not take the record.
   */
  async start(start: ReplayStart): Promise<ReplayStatus> {
    // A replay of another process is found by the replay itself, when it begins.
    if (this.isRunning) throw new ReplayInProgressError();
    this.isRunning = true;
    try {
      return await this.begin(start);
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

  private async begin({ run, by, claim }: ReplayStart): Promise<ReplayStatus> {
    const status = begunReplay(run);
    const unrecorded = new AbortController();
    const recording = new Recording();
    const { result } = await this.runs.begin({
      isSwapWanted: run.swap,
      mayRun: recording.isRecorded,
      signal: AbortSignal.any([this.stopping.signal, unrecorded.signal]),
      onProgress: (progress) => {
        if (this.known.has(run.id)) this.remember({ ...run, state: 'running', progress });
      },
      onEnding: async (ending) => {
        if (await recording.isRecorded) await this.recordEnd(run.id, ending, by);
      },
    });
    try {
      await claim();
      await this.records.start(startedData(run), by, this.clock.now());
    } catch (error) {
      recording.settle(false);
      unrecorded.abort(error);
      await result.catch(() => undefined);
      throw error;
    }
    this.remember(status);
    recording.settle(true);
    this.running = this.finish(result, run);
    return status;
  }

  private async recordEnd(id: string, ending: ReplayEnding, by: RecordingContext): Promise<void> {
    try {
      await this.records.end(endedReplay(id, ending), by, this.clock.now());
    } catch (error) {
      this.logger.error(`the end of the replay ${id} could not be recorded: ${messageOf(error)}`);
    }
  }

  private async finish(running: Promise<ReplayResult>, run: ReplayRun): Promise<void> {
    try {
      const result = await running;
      this.remember({ ...run, state: 'done', endedAt: this.now(), result });
    } catch (error) {
      const state = this.stopping.signal.aborted ? 'interrupted' : 'failed';
      // The auditor gets the message: why it failed is what they asked for.
      this.remember({ ...run, state, endedAt: this.now(), failure: messageOf(error) });
    } finally {
      this.isRunning = false;
    }
  }

  private now(): string {
    return this.clock.now().toISOString();
  }

  private remember(status: ReplayStatus): void {
    this.known.set(status.id, status);
    for (const id of this.known.keys()) {
      if (this.known.size <= limits.rememberedReplays) return;
      this.known.delete(id);
    }
  }
}

/** Whether the start of a replay was recorded, once that is known. */
class Recording {
  settle!: (isRecorded: boolean) => void;
  readonly isRecorded = new Promise<boolean>((resolve) => {
    this.settle = resolve;
  });
}

const startedData = ({ id, swap, reason }: ReplayRun) => ({
  replayId: id,
  swap,
  ...(reason !== null && { reason }),
});

/** Returns the status of a replay as it begins. */
export const begunReplay = (run: ReplayRun): ReplayStatus => ({ ...run, state: 'running', progress: null });
