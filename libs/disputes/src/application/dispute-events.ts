import { EventStore, type RecordedEvent } from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { disputeStream } from '../domain/dispute-stream.js';

/** The raw events of one dispute, from its stream: always current. */
@Injectable()
export class DisputeEvents {
  constructor(private readonly store: EventStore) {}

  /** From the revision on, inclusive, at most `maxCount`. */
  async from(
    dispute: { tenant: string; disputeId: string },
    from: bigint,
    maxCount: number,
  ): Promise<RecordedEvent[]> {
    const stream = disputeStream(dispute.tenant, dispute.disputeId);
    const events: RecordedEvent[] = [];
    for await (const event of this.store.readStream(stream, { direction: 'forwards', from, maxCount }))
      events.push(event);
    return events;
  }
}
