import type { NewEvent, RecordedEvent } from '../event-store.js';

/** An event at its place in its stream, before the store has given it a position. */
export type StreamEvent = NewEvent & Pick<RecordedEvent, 'stream' | 'revision'>;

/** A hash chain over the events of a stream, in which one that was changed, moved or removed is noticed. */
export interface Chain {
  /**
   * Returns the event with both hashes in its metadata. `prevHash` is undefined for the first of a stream.
   */
  readonly link: (event: StreamEvent, prevHash: string | undefined) => StreamEvent;
  /** Returns whether a stored event carries a hash: one from before the chain, or of another tool, does not. */
  readonly isLinked: (event: StreamEvent) => boolean;
  /**
   * Returns the hash of a stored event. That of one without is computed; `prevHash` is then the hash of the last
   * event of its stream that carries none.
   */
  readonly hashOf: (event: StreamEvent, prevHash: string | undefined) => string;
}
