import { EventStore, type RecordedEvent } from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { disputeStream } from '../domain/dispute-stream.js';
import { type DisputeView, projectDispute } from '../projections/dispute-view.js';
import { recordedDisputeEvent } from './recorded-dispute-events.js';

interface DisputeKey {
  readonly tenant: string;
  readonly disputeId: string;
}

/** One dispute from its own stream: always current, and exact at any revision. */
@Injectable()
export class DisputeHistory {
  constructor(private readonly store: EventStore) {}

  /** The raw events from the revision on, inclusive, at most `maxCount`. */
  async events({ tenant, disputeId }: DisputeKey, from: bigint, maxCount: number): Promise<RecordedEvent[]> {
    const stream = disputeStream(tenant, disputeId);
    const events: RecordedEvent[] = [];
    for await (const event of this.store.readStream(stream, { direction: 'forwards', from, maxCount }))
      events.push(event);
    return events;
  }

  /** The dispute as it stood at the revision, or stands now; null when it does not exist. */
  async view({ tenant, disputeId }: DisputeKey, revision?: bigint): Promise<DisputeView | null> {
    const stream = disputeStream(tenant, disputeId);
    const upTo = revision === undefined ? {} : { maxCount: Number(revision) + 1 };
    let view: DisputeView | null = null;
    for await (const event of this.store.readStream(stream, { direction: 'forwards', ...upTo }))
      view = projectDispute(view, recordedDisputeEvent(event));
    return view;
  }
}
