import { EventStore, type KeyedTarget, KeyedWrite } from '#libs/event-store';
import { Clock } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { type AdmissibleRequest, commandContext } from './admitted-request.js';

/** Knows the requests with an idempotency key whose effects are not those of one stream (decision 0016). */
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
}
