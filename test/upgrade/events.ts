import { type AppendOutcome, type EventStore, newCommandId, type RecordedEvent } from '#libs/event-store';
import { eventChain } from '#libs/proof';

/** Returns the whole log. */
export const everyEvent = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const all: RecordedEvent[] = [];
  for await (const { events } of store.readAll()) all.push(...events);
  return all;
};

/** Appends an event as a later version would write it, chained to those before it. */
export const appendUnknown = async (store: EventStore, stream: string): Promise<AppendOutcome> => {
  let hash: string | undefined;
  let last: RecordedEvent | undefined;
  for await (const event of store.readStream(stream, { direction: 'forwards' })) {
    hash = eventChain.hashOf(event, hash);
    last = event;
  }
  if (last === undefined) throw new Error(`There is no stream ${stream}.`);
  const { revision } = last;
  const { hash: _, prevHash: __, ...metadata } = last.metadata;
  const unknown = { id: newCommandId(), type: 'DisputeForgotten.v1', data: {}, metadata };
  const linked = eventChain.link({ ...unknown, stream, revision: revision + 1n }, hash);
  return store.append(stream, [{ ...unknown, metadata: linked.metadata }], revision);
};
