import type { DomainEvent, EventCodec } from '#libs/kernel';
import type { Chain, StreamEvent } from './chain.js';
import type { CommandContext } from './command-context.js';
import { eventIdOf } from './command-ids.js';
import type { EventMetadata } from '../event-metadata.js';
import type { FoldedStream } from './folded-stream.js';

/** The events that a command adds to a stream, and the stream as the decision read it. */
export interface AcceptedEvents<State, Event> {
  readonly stream: string;
  readonly context: CommandContext;
  readonly folded: FoldedStream<State>;
  readonly events: readonly Event[];
}

/**
 * Returns the events to append, each linked to the one before it where streams of this kind are chained.
 */
export const placedEvents = <State, Event extends DomainEvent>(
  { stream, context, folded, events }: AcceptedEvents<State, Event>,
  metadata: EventMetadata,
  { codec, chain }: { readonly codec: EventCodec<Event>; readonly chain?: Chain },
): readonly StreamEvent[] => {
  let prevHash = folded.hash;
  return events.map((event, index) => {
    const place = {
      id: eventIdOf(context, stream, index),
      stream,
      revision: folded.revision + BigInt(index + 1),
    };
    const placed = { metadata, ...place, ...codec.encode(event) };
    const linked = chain?.link(placed, prevHash) ?? placed;
    prevHash = linked.metadata.hash;
    return linked;
  });
};
