import { type AdmissibleRequest, createdId, KeyedWrites } from '#libs/access';
import type { FirstAnswer, KeyedWrite } from '#libs/event-store';
import { RequestProblem } from '#libs/http';
import { Clock } from '#libs/kernel';
import { ReplayInProgressError } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import { begunReplay, type ReplayRun, Replays, type ReplayStatus } from './replays.js';

/** A replay as it was begun, and whether an earlier request had begun it. */
interface StartedReplay {
  readonly status: ReplayStatus;
  readonly isRepeat: boolean;
}

/**
 * Starts replays once per idempotency key. A replay changes nothing in the log, so its claim is recorded with
 * its answer after it has begun: a process that dies in between lets the retry begin another.
 */
@Injectable()
export class KeyedReplays {
  constructor(
    private readonly replays: Replays,
    private readonly keys: KeyedWrites,
    private readonly clock: Clock,
  ) {}

  /** Starts a replay. @throws RequestProblem when another is running or the key was used otherwise. */
  async start(swap: boolean, request: AdmissibleRequest): Promise<StartedReplay> {
    const now = this.clock.now();
    const run = { id: createdId('replay', request), swap, startedAt: now.toISOString() };
    const keyed = this.keys.of(request, { name: 'replays', noun: 'replay' }, now);
    const known = await earlier(run, keyed);
    if (known !== null) return known;
    if (request.preconditions?.oneOf !== undefined)
      throw new RequestProblem('precondition-failed', 'Replays have no state that If-Match could name.');
    const status = await this.begin(run, keyed);
    if ('isRepeat' in status) return status;
    if (keyed === undefined) return { status, isRepeat: false };
    const answered = await keyed.begin({ answer: { position: 0n, shown: [] } });
    return answered.outcome === 'begun' ? { status, isRepeat: false } : startedAs(run, answered);
  }

  private async begin(run: ReplayRun, keyed: KeyedWrite | undefined): Promise<ReplayStatus | StartedReplay> {
    try {
      return await this.replays.start(run);
    } catch (error) {
      if (!(error instanceof ReplayInProgressError)) throw error;
      // It may be the one that the same request has begun in another process.
      const known = await earlier(run, keyed);
      if (known !== null) return known;
      throw new RequestProblem('conflict', 'Another replay is running. Try again when it has ended.');
    }
  }
}

const earlier = async (run: ReplayRun, keyed: KeyedWrite | undefined): Promise<StartedReplay | null> => {
  const found = (await keyed?.find()) ?? null;
  return found === null ? null : startedAs(run, found);
};

type Refused = Extract<Awaited<ReturnType<KeyedWrite['find']>>, { outcome: 'rejected' }>;

/** Returns the replay as it was first answered: it had begun when the answer was recorded. */
const startedAs = (run: ReplayRun, answered: FirstAnswer | Refused): StartedReplay => {
  if (answered.outcome === 'rejected') throw new RequestProblem(answered.code, answered.message);
  const { recordedAt: startedAt, isRepeat } = answered;
  return { status: begunReplay({ ...run, startedAt }), isRepeat };
};
