import { rowSubjects } from '#libs/deployment';
import type { EventStore } from '#libs/event-store';
import { type ReadStore, Replay, type ReplayOptions, type ReplayResult } from '#libs/read-store';

export type ReplayOrder = Required<
  Pick<ReplayOptions, 'isSwapWanted' | 'signal' | 'onProgress' | 'onEnding'>
> & {
  /** A replay of another thread, once begun, waits for this, so that it includes the event of its own start. */
  readonly mayRun: Promise<unknown>;
};

export interface BegunReplay {
  /** Rejects when the replay fails, or the signal of the order aborts. By then its tables are removed. */
  readonly result: Promise<ReplayResult>;
}

/** The port to what runs a replay, in this thread or in another. */
export abstract class ReplayRuns {
  /**
   * Resolves when the replay has begun.
   *
   * @throws ReplayInProgressError when one is running, here or in another process.
   */
  abstract begin(order: ReplayOrder): Promise<BegunReplay>;
}

/** Runs replays in this thread, which does nothing else while a batch is projected. */
export class ReplayRunsHere extends ReplayRuns {
  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
  ) {
    super();
  }

  override async begin(order: ReplayOrder): Promise<BegunReplay> {
    const replay = await Replay.begin(this.store, this.readStore);
    return { result: replay.run({ ...order, subjects: rowSubjects }) };
  }
}

/** Returns the message of the error, for the person who started the replay. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
