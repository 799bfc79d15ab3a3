import { Clock, msOf } from '#libs/kernel';
import { ReadStore } from '#libs/read-store';
import { type RecordedReplay, type ReplayEnded, trailLimits } from '#libs/trail';
import { Injectable } from '@nestjs/common';
import { type ReplayRun, Replays, type ReplayStatus } from './replays.js';

type Ended = ReplayEnded['data'];

/** What the log has of a result: counts and digests, without the rows that differ. */
export interface RecordedResult {
  readonly outcome: Ended['outcome'];
  readonly position: string | null;
  readonly events: number;
  readonly swapped: boolean;
  readonly differenceCount: number;
  readonly tables: NonNullable<Ended['tables']>;
}

/** The status of a replay as the log has it. */
export type KnownReplay = ReplayRun &
  (
    | { readonly state: 'running'; readonly progress: null }
    | { readonly state: 'done'; readonly endedAt: string; readonly result: RecordedResult }
    | {
        readonly state: 'failed' | 'interrupted';
        /** Null where the process of the replay was killed. */
        readonly endedAt: string | null;
        readonly failure: string;
      }
  );

export interface ReplayList {
  /** Newest first. */
  readonly replays: readonly KnownReplay[];
  /** The position before which the next page begins; null on the last page. */
  readonly next: number | null;
}

/** Answers which replays there were, whatever process ran them, and how they ended. */
@Injectable()
export class KnownReplays {
  constructor(
    private readonly here: Replays,
    private readonly readStore: ReadStore,
    private readonly clock: Clock,
  ) {}

  /** Returns the replay, with all that is known of it here; undefined if there is none. */
  async status(id: string): Promise<KnownReplay | ReplayStatus | undefined> {
    const here = this.here.status(id);
    if (here !== undefined) return here;
    const known = await this.here.records.find(id);
    return known === undefined ? undefined : (await this.statuses([known]))[0];
  }

  /** Lists the replays that began before the position, newest first. */
  async page(before: number | null, limit: number): Promise<ReplayList> {
    const all = await this.here.records.all();
    const older = before === null ? all : all.filter(({ position }) => position < before);
    const page = older.slice(0, limit);
    const last = older.length > limit ? page.at(-1) : undefined;
    return { replays: await this.statuses(page), next: last === undefined ? null : Number(last.position) };
  }

  private async statuses(page: readonly RecordedReplay[]): Promise<readonly KnownReplay[]> {
    const isOpen = ({ ended, isFollowed, started }: RecordedReplay): boolean =>
      ended === null && !isFollowed && started.asOf === undefined;
    // A replay is recorded from its start to its end while it has the lock. One whose start was there before the
    // look at the lock, and whose end is not there after it, has none.
    const isRunning = page.some(isOpen) && (await this.readStore.isBeingReplayed());
    const again = async (known: RecordedReplay): Promise<RecordedReplay> =>
      (isOpen(known) ? await this.here.records.find(known.started.replayId) : undefined) ?? known;
    const now = await Promise.all(page.map(again));
    return now.map((known) => statusOf(known, isOpen(known) ? isRunning : this.mayRun(known)));
  }

  /** Returns whether a rebuild of the past may still be running. It has no lock, and a limit instead. */
  private mayRun({ started, startedAt }: RecordedReplay): boolean {
    const age = this.clock.now().getTime() - msOf(startedAt);
    return started.asOf !== undefined && age < trailLimits.maxPastReplayMs;
  }
}

const statusOf = ({ started, startedAt, startedBy, ended }: RecordedReplay, mayRun: boolean): KnownReplay => {
  const { replayId: id, asOf = null, swap, reason = null } = started;
  const run = { id, asOf, swap, reason, startedAt, startedBy };
  if (ended === null)
    return mayRun
      ? { ...run, state: 'running', progress: null }
      : { ...run, state: 'interrupted', endedAt: null, failure: 'The process of the replay was killed.' };
  const { outcome, endedAt, failure = '' } = ended;
  return outcome === 'failed' || outcome === 'interrupted'
    ? { ...run, state: outcome, endedAt, failure }
    : { ...run, state: 'done', endedAt, result: resultOf(ended) };
};

const resultOf = ({ outcome, position, events, swapped, differences, tables }: Ended): RecordedResult => ({
  outcome,
  position: position ?? null,
  events: events ?? 0,
  swapped,
  differenceCount: differences ?? 0,
  tables: tables ?? [],
});
