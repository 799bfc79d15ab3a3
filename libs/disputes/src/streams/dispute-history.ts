import {
  EventStore,
  lastEventBy,
  type Moment,
  namedEvent,
  passingOver,
  readingEvent,
  type RecordedEvent,
} from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { exportStream } from '../domain/dispute-exported.js';
import { disputeStream } from '../domain/dispute-stream.js';
import { type DisputeView, projectDispute } from '../projections/dispute-view.js';
import { checkDisputeEvent, recordedDisputeEvent } from './recorded-dispute-events.js';
import { checkExport, type RecordedExport, recordedExport } from './recorded-exports.js';

export interface DisputeKey {
  readonly tenant: string;
  readonly disputeId: string;
}

/** An event and the dispute after it. */
export interface DisputeStep {
  readonly event: RecordedEvent;
  readonly view: DisputeView | null;
}

/** Reads one dispute from its own stream: always current, and exact at any revision. */
@Injectable()
export class DisputeHistory {
  constructor(private readonly store: EventStore) {}

  /**
   * Returns the raw events from the revision on, inclusive, at most `maxCount`. One that cannot be read says why.
   */
  async events({ tenant, disputeId }: DisputeKey, from: bigint, maxCount: number): Promise<RecordedEvent[]> {
    const stream = disputeStream(tenant, disputeId);
    const events: RecordedEvent[] = [];
    for await (const event of this.store.readStream(stream, { direction: 'forwards', from, maxCount }))
      events.push(await namedEvent(this.store, event, checkDisputeEvent));
    return events;
  }

  /** Returns the dispute's last event by the moment; undefined if it did not exist yet. */
  lastEventBy({ tenant, disputeId }: DisputeKey, moment: Moment): Promise<RecordedEvent | undefined> {
    return lastEventBy(this.store, disputeStream(tenant, disputeId), moment);
  }

  /** Returns the dispute's last event; undefined if there is none. */
  async lastEvent({ tenant, disputeId }: DisputeKey): Promise<RecordedEvent | undefined> {
    const stream = disputeStream(tenant, disputeId);
    for await (const event of this.store.readStream(stream, { direction: 'backwards', maxCount: 1 }))
      return event;
    return undefined;
  }

  /** Yields the exports of the dispute, the oldest first, from the exports of its tenant. */
  async *exports({ tenant, disputeId }: DisputeKey): AsyncGenerator<RecordedExport> {
    const events = this.store.readStream(exportStream(tenant), { direction: 'forwards' });
    for await (const event of passingOver(this.store, events, checkExport)) {
      if (event.passedOver !== undefined) continue;
      const recorded = recordedExport(event);
      if (recorded.disputeId === disputeId) yield recorded;
    }
  }

  /** Returns the dispute as it is now, with its last event; null if it does not exist. */
  async current(
    key: DisputeKey,
  ): Promise<{ readonly view: DisputeView; readonly last: RecordedEvent } | null> {
    let newest: DisputeStep | undefined;
    for await (const step of this.steps(key)) newest = step;
    return newest === undefined || newest.view === null ? null : { view: newest.view, last: newest.event };
  }

  /** Returns the dispute as of the revision, or as it is now; null if it does not exist. */
  async view(key: DisputeKey, revision?: bigint): Promise<DisputeView | null> {
    let view: DisputeView | null = null;
    for await (const step of this.steps(key, revision)) ({ view } = step);
    return view;
  }

  /**
   * Yields the dispute after each of its events, up to the revision, inclusive.
   *
   * @throws StreamHeldError at an event that cannot be read and is not passed over by decision.
   */
  async *steps({ tenant, disputeId }: DisputeKey, revision?: bigint): AsyncGenerator<DisputeStep> {
    const stream = disputeStream(tenant, disputeId);
    const upTo = revision === undefined ? {} : { maxCount: Number(revision) + 1 };
    let view: DisputeView | null = null;
    const events = this.store.readStream(stream, { direction: 'forwards', ...upTo });
    for await (const event of passingOver(this.store, events, checkDisputeEvent)) {
      view = readingEvent(event, () => projectDispute(view, recordedDisputeEvent(event)));
      yield { event, view };
    }
  }
}
