import type { DomainEvent } from '#libs/kernel';
import type { EventStore, RecordedEvent } from '../event-store.js';
import { emptyStream, type FoldedStream, foldInto, type FoldModel } from './folded-stream.js';
import { FoldedStreams } from './folded-streams.js';
import { limits } from '../limits.js';

/** The folded streams of one kind: in memory as far as this process has read them, and read on from there. */
export class StreamFolds<State, Event extends DomainEvent> {
  private readonly streams = new FoldedStreams<State>(limits);

  constructor(
    private readonly store: EventStore,
    private readonly model: FoldModel<State, Event>,
  ) {}

  /** Returns the stream as this process knows it; undefined if it does not. */
  known(stream: string): FoldedStream<State> | undefined {
    return this.streams.get(stream);
  }

  keep(stream: string, folded: FoldedStream<State>): void {
    this.streams.set(stream, folded);
  }

  /** Folds an event that was appended. */
  add(folded: FoldedStream<State>, event: RecordedEvent): void {
    foldInto(folded, event, this.model);
  }

  /** Returns the stream as it is now. A fold that this process knows is read on in place. */
  async readOn(stream: string): Promise<FoldedStream<State>> {
    const folded = this.streams.get(stream) ?? emptyStream(this.model.decider.initial);
    const from = folded.revision + 1n;
    for await (const recorded of this.store.readStream(stream, { direction: 'forwards', from }))
      foldInto(folded, recorded, this.model);
    if (folded.revision >= 0n) this.streams.set(stream, folded);
    return folded;
  }

  /** Returns the stream as it is now, in a fold of its own: one that a decision rests on stays as it is. */
  readAgain(stream: string): Promise<FoldedStream<State>> {
    this.streams.delete(stream);
    return this.readOn(stream);
  }

  /** Returns the stream as it was after the event with the revision. */
  async upTo(stream: string, revision: bigint): Promise<FoldedStream<State>> {
    const known = this.streams.get(stream);
    if (known?.revision === revision) return known;
    const folded = emptyStream(this.model.decider.initial);
    if (revision === -1n) return folded;
    const upTo = { from: 0n, maxCount: Number(revision) + 1 };
    for await (const recorded of this.store.readStream(stream, { direction: 'forwards', ...upTo }))
      foldInto(folded, recorded, this.model);
    return folded;
  }
}
