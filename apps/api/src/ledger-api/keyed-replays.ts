import { type AdmissibleRequest, commandContext, createdId, KeyedWrites } from '#libs/access';
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

/** What a request asks for. */
interface Wanted {
  readonly swap: boolean;
  readonly reason: string | null;
}

/**
 * Starts replays once per idempotency key. The claim is made when no other replay can begin, and answered when
 * the start is recorded: a process that dies in between lets the retry find the replay, or begin it.
 */
@Injectable()
export class KeyedReplays {
  constructor(
    private readonly replays: Replays,
    private readonly keys: KeyedWrites,
    private readonly clock: Clock,
  ) {}

  /** Starts a replay. @throws RequestProblem when another is running or the key was used otherwise. */
  async start(wanted: Wanted, request: AdmissibleRequest): Promise<StartedReplay> {
    const now = this.clock.now();
    const { correlationId, actor, credentialId, holder, authProfile } = commandContext(request, now);
    const startedBy = { actor, holder, credentialId, authProfile };
    const id = createdId('replay', request);
    const run = { id, asOf: null, ...wanted, startedAt: now.toISOString(), startedBy };
    const keyed = this.keys.of(request, { name: 'replays', noun: 'replay' }, now);
    const known = (await this.earlier(run, keyed)) ?? (await this.unanswered(run, keyed));
    if (known !== null) return known;
    if (request.preconditions?.oneOf !== undefined)
      throw new RequestProblem('precondition-failed', 'Replays have no state that If-Match could name.');
    const claim = async (): Promise<void> => assertTaken(await keyed?.begin());
    try {
      const status = await this.replays.start({ run, by: { ...startedBy, correlationId }, claim });
      await keyed?.end(NOTHING_SHOWN);
      return { status, isRepeat: false };
    } catch (error) {
      if (!(error instanceof ReplayInProgressError)) throw error;
      // It may be the one that the same request has begun in another process.
      const begun = await this.earlier(run, keyed);
      if (begun !== null) return begun;
      throw new RequestProblem('conflict', 'Another replay is running. Try again when it has ended.');
    }
  }

  /** Returns the replay that an earlier request with the key was answered with; null without one. */
  private async earlier(run: ReplayRun, keyed: KeyedWrite | undefined): Promise<StartedReplay | null> {
    const found = (await keyed?.find()) ?? null;
    return found === null ? null : this.startedAs(run, found);
  }

  /** Returns the replay that a request with the key began before its process died; null without one. */
  private async unanswered(run: ReplayRun, keyed: KeyedWrite | undefined): Promise<StartedReplay | null> {
    if (keyed === undefined || (await this.replays.records.find(run.id)) === undefined) return null;
    assertTaken(await keyed.begin());
    return this.startedAs(run, { ...(await keyed.end(NOTHING_SHOWN)), isRepeat: true });
  }

  /** Returns the replay as it was first answered: it had begun when the answer was recorded. */
  private async startedAs(run: ReplayRun, answered: FirstAnswer | Refused): Promise<StartedReplay> {
    if (answered.outcome === 'rejected') throw new RequestProblem(answered.code, answered.message);
    const { recordedAt: startedAt, isRepeat } = answered;
    // The retry may come with another credential of the same holder.
    const { startedBy } = (await this.replays.records.find(run.id)) ?? run;
    return { status: begunReplay({ ...run, startedAt, startedBy }), isRepeat };
  }
}

/** A replay's first answer shows the state of no stream. */
const NOTHING_SHOWN = { position: 0n, shown: [] };

type Refused = Extract<Awaited<ReturnType<KeyedWrite['find']>>, { outcome: 'rejected' }>;

/** @throws RequestProblem when another request has used the key. */
const assertTaken = (begun: Awaited<ReturnType<KeyedWrite['begin']>> | undefined): void => {
  if (begun?.outcome === 'rejected') throw new RequestProblem(begun.code, begun.message);
};
