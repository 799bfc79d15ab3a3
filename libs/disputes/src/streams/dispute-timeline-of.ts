import { type EventStore, passingOver, readingEvent, type RecordedEvent } from '#libs/event-store';
import { disputeStream } from '../domain/dispute-stream.js';
import { type DisputeResolution, projectResolution } from '../projections/dispute-resolution.js';
import { type TimelineEntry, timelineEntry } from '../projections/dispute-timeline.js';
import { type DisputeView, projectDispute } from '../projections/dispute-view.js';
import { checkDisputeEvent, recordedDisputeEvent } from './recorded-dispute-events.js';

/** A whole dispute: its view, its timeline, and the events that they are made from. */
export interface DisputeTimeline {
  readonly view: DisputeView;
  readonly entries: readonly TimelineEntry[];
  /** How the dispute ended; null while it has not. */
  readonly resolution: DisputeResolution | null;
  readonly events: readonly RecordedEvent[];
}

/**
 * Reads the dispute from its own stream; undefined if there is no such dispute.
 *
 * @throws StreamHeldError at an event that cannot be read and is not passed over by decision.
 */
export const timelineOf = async (
  store: EventStore,
  { tenant, disputeId }: { readonly tenant: string; readonly disputeId: string },
): Promise<DisputeTimeline | undefined> => {
  const events: RecordedEvent[] = [];
  const stream = disputeStream(tenant, disputeId);
  const read = store.readStream(stream, { direction: 'forwards' });
  for await (const event of passingOver(store, read, checkDisputeEvent)) events.push(event);
  const recorded = events.map(recordedDisputeEvent);
  const view = events.reduce<DisputeView | null>(
    (before, event) => readingEvent(event, () => projectDispute(before, recordedDisputeEvent(event))),
    null,
  );
  const resolution = recorded.reduce<DisputeResolution | null>(projectResolution, null);
  return view === null ? undefined : { view, entries: recorded.map(timelineEntry), resolution, events };
};
