import { LRUCache } from 'lru-cache';
import type { FoldedStream } from './folded-stream.js';

/**
 * A cache of the folded streams used last, bounded by their number and by the commands that they remember.
 */
export class FoldedStreams<State> {
  private readonly streams: LRUCache<string, FoldedStream<State>>;

  constructor(limits: { readonly maxFoldedStreams: number; readonly maxFoldedEvents: number }) {
    this.streams = new LRUCache({
      max: limits.maxFoldedStreams,
      maxSize: limits.maxFoldedEvents,
      sizeCalculation: ({ handled }) => 1 + handled.size,
    });
  }

  get(stream: string): FoldedStream<State> | undefined {
    return this.streams.get(stream);
  }

  set(stream: string, folded: FoldedStream<State>): void {
    // The cache weighs a value only when it is added, and a folded stream grows in place.
    this.streams.delete(stream);
    this.streams.set(stream, folded);
  }

  delete(stream: string): void {
    this.streams.delete(stream);
  }
}
