import { claimedFormerId, EventStore, type KeyedTarget, KeyedWrite } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { type AdmissibleRequest, type AdmittedRequest, commandContext } from './admitted-request.js';

/**
 * Knows the requests with an idempotency key of which the streams alone do not tell: those whose effects are
 * not those of one stream, and those that name their stream by their key (decision 0016).
 */
@Injectable()
export class KeyedWrites {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Returns the request as its claim knows it; undefined without a key. */
  of(request: AdmissibleRequest, target: KeyedTarget, now = this.clock.now()): KeyedWrite | undefined {
    if (request.idempotencyKey === undefined) return undefined;
    return new KeyedWrite(this.store, commandContext(request, now), target);
  }

  /**
   * Returns the request with the id that its command had before decision 0016, if the same holder used the key
   * then. A request whose stream is named by an id from its key comes through here before `createdId`: it
   * would begin another stream instead. All others are recognised in the stream that they change.
   */
  async recognised(request: AdmittedRequest): Promise<AdmittedRequest> {
    if (request.idempotencyKey === undefined) return request;
    const former = await claimedFormerId(this.store, commandContext(request, this.clock.now()));
    return former === undefined ? request : { ...request, formerCommandId: former };
  }
}
