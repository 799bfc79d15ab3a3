import type { EventStore, RecordedEvent } from './event-store.js';

/**
 * A point in a stream's history, inclusive: its events up to a revision, up to a position of the log, or
 * recorded up to an instant, which is RFC 3339 in UTC with milliseconds (decision 0011).
 */
export type Moment =
  | { readonly kind: 'revision'; readonly revision: bigint }
  | { readonly kind: 'position'; readonly position: bigint }
  | { readonly kind: 'instant'; readonly instant: string };

/** A point in the history of the whole log. A revision means nothing outside its stream. */
export type LogMoment = Exclude<Moment, { readonly kind: 'revision' }>;

/** Returns whether the event had happened by the moment. */
export const hadHappened = (
  { revision, position, metadata }: Pick<RecordedEvent, 'revision' | 'position' | 'metadata'>,
  by: Moment,
): boolean => {
  if (by.kind === 'revision') return revision <= by.revision;
  if (by.kind === 'position') return position <= by.position;
  return metadata.recordedAt <= by.instant;
};

/**
 * Returns the last event of the stream that had happened by the moment, or undefined when none had.
 * Revisions, positions and times never decrease within a stream, so a binary search finds it in a few reads.
 */
export const lastEventBy = async (
  store: EventStore,
  stream: string,
  moment: Moment,
): Promise<RecordedEvent | undefined> => {
  const last = await eventAt(store, stream, undefined);
  if (last === undefined || hadHappened(last, moment)) return last;
  let found: RecordedEvent | undefined;
  let known = -1n;
  let beyond = last.revision;
  while (beyond - known > 1n) {
    const middle = (known + beyond) / 2n;
    const event = await eventAt(store, stream, middle);
    if (event !== undefined && hadHappened(event, moment)) [known, found] = [middle, event];
    else beyond = middle;
  }
  return found;
};

/** Returns the event of the revision, or the stream's last one when none is given. */
const eventAt = async (
  store: EventStore,
  stream: string,
  revision: bigint | undefined,
): Promise<RecordedEvent | undefined> => {
  const from = revision === undefined ? {} : { from: revision };
  for await (const event of store.readStream(stream, { direction: 'backwards', maxCount: 1, ...from }))
    return event;
  return undefined;
};
