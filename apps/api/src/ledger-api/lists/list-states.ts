import { LogHead, type LogMoment } from '#libs/event-store';
import { type Exchange, listPosition, type ListState, PositionSource, untilReached } from '#libs/http';
import { Injectable } from '@nestjs/common';

/** Tells what lists speak for. */
@Injectable()
export class ListStates {
  constructor(
    readonly positions: PositionSource,
    private readonly head: LogHead,
  ) {}

  /**
   * Returns what a list speaks for, now or as of a moment. A list as of a moment waits for the read models to
   * have what it needs; it does not while they are being built, and is complete then only if they have it.
   *
   * @throws RequestProblem 503 with `Retry-After` when they do not get so far in time.
   */
  async at(moment: LogMoment | undefined, exchange: Exchange): Promise<ListState> {
    if (moment === undefined) return listPosition(this.positions, exchange);
    const needed = await this.head.neededFor(moment);
    if ((await this.positions.rebuilding()) === undefined) await untilReached(this.positions, needed);
    const { position, rebuilding } = await listPosition(this.positions, exchange);
    const isComplete = rebuilding === undefined || needed <= rebuilding.position;
    return isComplete ? { position } : { position, rebuilding };
  }
}
