import type { DomainEvent } from '#libs/kernel';
import type { EventStore, RecordedEvent, StreamRead } from '../event-store.js';
import { passingOver } from '../held/passing-over.js';
import { StreamHeldError } from '../held/held-stream.js';
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
    const known = this.streams.get(stream) ?? emptyStream(this.model.decider.initial);
    const folded = await this.foldOn(known, stream, { direction: 'forwards', from: known.revision + 1n });
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
    return this.foldOn(folded, stream, { direction: 'forwards', ...upTo });
  }

  /**
   * Returns the stream after the events of the read. Where one cannot be read, the stream is folded again from
   * its start, past the events that are passed over by decision.
   *
   * @throws StreamHeldError at the first event that cannot be read and is not passed over.
   */
  private async foldOn(
    folded: FoldedStream<State>,
    stream: string,
    read: StreamRead & { readonly from: bigint },
  ): Promise<FoldedStream<State>> {
    try {
      for await (const recorded of this.store.readStream(stream, read))
        foldInto(folded, recorded, this.model);
      return folded;
    } catch (error) {
      // The event may have changed a part of the state before it failed.
      this.streams.delete(stream);
      if (!(error instanceof StreamHeldError) || error.held.kind === 'cut') throw error;
      return this.foldPassingOver(stream, read);
    }
  }

  private async foldPassingOver(
    stream: string,
    { from, maxCount }: Pick<StreamRead, 'maxCount'> & { readonly from: bigint },
  ): Promise<FoldedStream<State>> {
    const whole = maxCount === undefined ? {} : { maxCount: Number(from) + maxCount };
    const events = this.store.readStream(stream, { direction: 'forwards', ...whole });
    const trial = emptyStream(this.model.decider.initial);
    const settled = passingOver(this.store, events, (event) => foldInto(trial, event, this.model));
    const passed = new Map<bigint, RecordedEvent>();
    for await (const event of settled)
      if (event.passedOver !== undefined) {
        passed.set(event.revision, event);
        foldInto(trial, event, this.model);
      }
    if (passed.size === 0) return trial;
    // A second fold, in which no passed event has had a part before it failed.
    const folded = emptyStream(this.model.decider.initial);
    for await (const event of this.store.readStream(stream, { direction: 'forwards', ...whole }))
      foldInto(folded, passed.get(event.revision) ?? event, this.model);
    return folded;
  }
}
