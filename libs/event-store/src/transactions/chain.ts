import type { NewEvent, RecordedEvent } from '../event-store.js';

/** An event at its place, before the store has given it a position. */
export type StreamEvent = NewEvent & Pick<RecordedEvent, 'stream' | 'revision'>;

/** Links each event of a stream to the one before it, so that none can be changed, moved or taken out unseen. */
export interface Chain {
  /** The event with both hashes in its metadata. `prevHash` is undefined for the first of a stream. */
  readonly link: (event: StreamEvent, prevHash: string | undefined) => StreamEvent;
  /** The hash of a stored event, also of one that was stored without. */
  readonly hashOf: (event: StreamEvent, prevHash: string | undefined) => string;
}
