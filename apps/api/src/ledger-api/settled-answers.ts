import { createHash } from 'node:crypto';
import { EventStore, type Moment } from '#libs/event-store';
import { entityTagOf, type Exchange, isUnchanged, type ListState } from '#libs/http';
import { Clock, msOf } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { limits } from './ledger-api.limits.js';

/** The state that an answer shows: the moment that was asked for (undefined for now), and its revision. */
interface Asked {
  readonly moment: Moment | undefined;
  readonly revision: bigint;
}

/** What is kept is one caller's, in the form that it asked for. */
const KEPT = {
  'Cache-Control': `private, max-age=${limits.settledMaxAgeSeconds}, immutable`,
  Vary: 'Accept, Authorization',
};

/** Lets callers cache answers about a past that can no longer change. */
@Injectable()
export class SettledAnswers {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Sends `Cache-Control` so that this caller may cache the answer, if its moment is settled. */
  async letKeep(asked: Asked, { reply }: Exchange): Promise<void> {
    if (await this.isSettled(asked)) void reply.headers(KEPT);
  }

  /**
   * Returns the body as JSON text. A settled one may be cached, with a digest of its bytes as `ETag`. Returns
   * undefined, with status 304, if the caller already has these bytes.
   */
  async json(body: object, asked: Asked, exchange: Exchange): Promise<string | undefined> {
    const text = JSON.stringify(body);
    void exchange.reply.type('application/json; charset=utf-8');
    if (!(await this.isSettled(asked))) return text;
    const entityTag = entityTagOf(createHash('sha256').update(text).digest('base64url'));
    const isKnown = isUnchanged(entityTag, exchange);
    void exchange.reply.headers(KEPT);
    return isKnown ? undefined : text;
  }

  /** Returns the list as `json` does. One that is not complete yet is not settled, whatever its moment. */
  async list(
    body: object,
    { moment, state }: { readonly moment: Moment; readonly state: ListState },
    exchange: Exchange,
  ): Promise<string | undefined> {
    const isComplete = state.rebuilding === undefined;
    return this.json(body, { moment: isComplete ? moment : undefined, revision: 0n }, exchange);
  }

  /** Returns whether no event can be recorded before the moment any more, so that the answer stays true. */
  private async isSettled({ moment, revision }: Asked): Promise<boolean> {
    if (moment === undefined) return false;
    if (moment.kind === 'revision') return moment.revision === revision;
    if (moment.kind === 'position') return moment.position <= (await this.store.headPosition());
    return msOf(moment.instant) < this.clock.now().getTime() - limits.settledAfterMs;
  }
}
