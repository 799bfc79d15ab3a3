import { maySeeTenant, type Principal } from '#libs/access';
import { type CurrentDispute, CurrentDisputes, DisputeHistory, DisputeIds } from '#libs/disputes';
import type { Moment, RecordedEvent } from '#libs/event-store';
import { invalidRequest, RequestProblem } from '#libs/http';
import { Injectable } from '@nestjs/common';
import { LATEST } from './moment-query.js';
import type { DisputeKey } from './past-disputes.js';

/** The disputes that a caller may see. Another tenant's is a 404, like one that does not exist. */
@Injectable()
export class VisibleDisputes {
  constructor(
    private readonly current: CurrentDisputes,
    private readonly history: DisputeHistory,
    private readonly ids: DisputeIds,
  ) {}

  /** Returns the key under which the dispute is kept that the caller writes in these letters. */
  async keyOf(caller: Principal, { tenant, disputeId }: DisputeKey): Promise<DisputeKey> {
    if (!maySeeTenant(caller, tenant)) return { tenant, disputeId };
    return { tenant, disputeId: await this.ids.forReading(tenant, disputeId) };
  }

  /** Returns the dispute as it is now. @throws RequestProblem 404 when there is none. */
  async now(caller: Principal, key: DisputeKey): Promise<CurrentDispute> {
    const dispute = maySeeTenant(caller, key.tenant) ? await this.current.dispute(key) : null;
    if (dispute === null) throw disputeNotFound();
    return dispute;
  }

  /**
   * Returns the dispute that the caller writes in these letters, as it is now. Its spelling is only looked up
   * where there is none of exactly this one.
   *
   * @throws RequestProblem 404 when there is none.
   */
  async nowAs(caller: Principal, written: DisputeKey): Promise<CurrentDispute> {
    const exact = maySeeTenant(caller, written.tenant) ? await this.current.dispute(written) : null;
    return exact ?? this.now(caller, await this.keyOf(caller, written));
  }

  /** Returns the dispute's last event by the moment. @throws RequestProblem 404 when it did not exist yet. */
  async lastEvent(caller: Principal, key: DisputeKey, moment: Moment = LATEST): Promise<RecordedEvent> {
    const isVisible = maySeeTenant(caller, key.tenant);
    const last = isVisible ? await this.history.lastEventBy(key, moment) : undefined;
    if (last === undefined) throw disputeNotFound();
    return last;
  }

  /**
   * Rejects a cursor to a page after a revision that the dispute does not have.
   *
   * @throws RequestProblem 404 when there is no such dispute.
   */
  async assertHas(caller: Principal, key: DisputeKey, revision: number): Promise<void> {
    const last = await this.lastEvent(caller, key);
    if (BigInt(revision) <= last.revision) return;
    const message = `cursor must be the one of an earlier answer: the dispute ends at revision ${last.revision}`;
    throw invalidRequest([{ path: 'cursor', message }]);
  }

  /**
   * Returns at most `limit` events from the revision on.
   *
   * @throws RequestProblem 404 when it has no events.
   */
  async events(
    caller: Principal,
    key: DisputeKey,
    { from, limit }: { readonly from: bigint; readonly limit: number },
  ): Promise<readonly RecordedEvent[]> {
    const isVisible = maySeeTenant(caller, key.tenant);
    const events = isVisible ? await this.history.events(key, from, limit) : [];
    if (events.length === 0 && from === 0n) throw disputeNotFound();
    return events;
  }
}

/**
 * Rejects a revision that the dispute does not have: what it shows today is no answer about it.
 *
 * @throws RequestProblem 400 that names the parameter.
 */
export const assertReached = (
  { parameter, moment }: { readonly parameter: string; readonly moment: Moment | undefined },
  last: RecordedEvent,
): void => {
  if (moment?.kind !== 'revision' || moment === LATEST || moment.revision <= last.revision) return;
  const message = `${parameter} must be at most ${last.revision}, where the dispute ends`;
  throw invalidRequest([{ path: parameter, message }]);
};

const disputeNotFound = (): RequestProblem => new RequestProblem('not-found', 'There is no such dispute.');
