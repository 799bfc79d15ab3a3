import { type Decider, type Decision, type DomainEvent, type EventCodec, reject } from '#libs/kernel';
import type { Chain, StreamEvent } from './chain.js';
import { type Claim, makeClaim } from './claims.js';
import { type CommandContext, metadataOf } from './command-context.js';
import type { EventMetadata } from '../event-metadata.js';
import { type EventStore, StoreUnavailableError } from '../event-store.js';
import { emptyStream, foldInto, type FoldedStream } from './folded-stream.js';
import { FoldedStreams } from './folded-streams.js';
import { eventIdOf } from './command-ids.js';
import { inTime } from '../in-time.js';
import { limits } from '../limits.js';
import { jitter, settleAppend } from './settle-append.js';
import { committed, refusedClaim, repeat, type Transacted, type TransactionRefusal } from './transacted.js';
import { Turns } from './turns.js';

export interface Transaction<Command> {
  readonly stream: string;
  readonly command: Command;
  readonly context: CommandContext;
}

/** One kind of aggregate: how it decides, and how its events are stored. */
export interface StreamModel<Command, State, Event extends DomainEvent, Code extends string> {
  /** What a stream of this kind is called in messages to callers, as in `dispute`. */
  readonly noun: string;
  readonly decider: Decider<Command, State, Event, Code>;
  readonly codec: EventCodec<Event>;
  readonly chain?: Chain;
}

interface AcceptedEvents<State, Event> {
  readonly stream: string;
  readonly context: CommandContext;
  readonly folded: FoldedStream<State>;
  readonly events: readonly Event[];
}

/** What one attempt led to, or why the command must be decided again. */
type Attempt<Code extends string> = Transacted<Code> | 'stream-moved';

/**
 * Load, decide, append with the revision that was read. The folded stream is kept in memory and read on from
 * where it was, so a command costs the same on the tenth and on the ten-thousandth event of a stream.
 */
export class Transactor<Command, State, Event extends DomainEvent, Code extends string> {
  private readonly turns = new Turns();
  private readonly streams = new FoldedStreams<State>(limits);

  constructor(
    private readonly store: EventStore,
    private readonly model: StreamModel<Command, State, Event, Code>,
  ) {}

  /**
   * Refusals are values. A command that was accepted has its events in the log, each exactly once.
   *
   * @throws StoreUnavailableError when the store is down, or could not say in time whether the events were written.
   * @throws UndecodableEventError when the stream has an event that this version cannot read.
   */
  transact(transaction: Transaction<Command>): Promise<Transacted<Code>> {
    return this.inTurn(transaction.stream, (latest) => this.run(transaction, latest));
  }

  /**
   * The same, with what is made of the stream's state as the command left it; for a command that was carried out
   * before, as it left it then. `read` may keep nothing of the state that a later event changes in place.
   */
  transactAndView<View>(
    transaction: Transaction<Command>,
    read: (state: State) => View,
  ): Promise<{ readonly transacted: Transacted<Code>; readonly view: View | undefined }> {
    return this.inTurn(transaction.stream, async (latest) => {
      const transacted = await this.run(transaction, latest);
      if (transacted.outcome === 'rejected') return { transacted, view: undefined };
      const { state } = await this.foldUpTo(transaction.stream, transacted.revision);
      return { transacted, view: read(state) };
    });
  }

  /** What is made of the stream as it is now, with every event that is in the log when it is asked for. */
  view<View>(
    stream: string,
    read: (folded: Pick<FoldedStream<State>, 'state' | 'revision' | 'position'>) => View,
  ): Promise<View> {
    return this.inTurn(stream, async () => read(await this.readOn(stream)));
  }

  /**
   * What the transaction is answered with if it adds nothing, because it is refused, repeats a command or changes
   * nothing; null when it would add something. Nothing is claimed or written.
   */
  preview({ stream, command, context }: Transaction<Command>): Promise<Transacted<Code> | null> {
    return this.inTurn(stream, async () => {
      const folded = await this.readOn(stream);
      const handled = folded.handled.get(context.commandId);
      if (handled !== undefined) return repeat(handled, context);
      const decision = this.decide(command, context, folded);
      if (decision.outcome === 'rejected') return decision;
      return decision.events.length === 0 ? committed(folded) : null;
    });
  }

  /** Whoever waits is told to come back after a bounded time; `latest` is when. */
  private inTurn<Result>(stream: string, work: (latest: number) => Promise<Result>): Promise<Result> {
    const latest = performance.now() + limits.maxCommandMs;
    const turn = this.turns.take(stream, () => work(latest));
    return inTime(limits.maxCommandMs, turn, tooLate);
  }

  private async run(transaction: Transaction<Command>, latest: number): Promise<Transacted<Code>> {
    for (let attempt = 0; attempt <= limits.maxConflictRetries; attempt += 1) {
      // Whoever sent the command has been told to come back.
      if (performance.now() > latest) throw tooLate();
      const result = await this.attempt(transaction);
      if (result !== 'stream-moved') return result;
      await jitter();
      await this.readOn(transaction.stream);
    }
    return reject('concurrent-change', 'The stream was changed at the same time. Try again.');
  }

  private async attempt({ stream, command, context }: Transaction<Command>): Promise<Attempt<Code>> {
    const known = this.streams.get(stream);
    const folded = known ?? (await this.readOn(stream));
    const handled = folded.handled.get(context.commandId);
    if (handled !== undefined) return repeat(handled, context);

    const decision = this.decide(command, context, folded);
    if (decision.outcome === 'rejected' || decision.events.length === 0) {
      // What adds nothing is not checked by an append, so it must not rest on what may be an old memory.
      const seen = folded.revision;
      if (known !== undefined && (await this.readOn(stream)).revision !== seen) return 'stream-moved';
      return decision.outcome === 'rejected' ? decision : committed(folded);
    }
    return this.append({ stream, context, folded, events: decision.events });
  }

  /** `If-Match` speaks of what the caller has seen. Where there is nothing yet, the decider may have a better answer. */
  private decide(
    command: Command,
    { ifRevision }: CommandContext,
    { state, revision }: FoldedStream<State>,
  ): Decision<Event, Code | TransactionRefusal> {
    const isStale = ifRevision !== undefined && ifRevision !== revision;
    const decision = this.model.decider.decide(command, state);
    if (!isStale || (revision === -1n && decision.outcome === 'rejected')) return decision;
    const stands = revision === -1n ? 'does not exist yet' : `is at revision ${revision}, not ${ifRevision}`;
    return reject('revision-mismatch', `The ${this.model.noun} ${stands}.`);
  }

  private async append(accepted: AcceptedEvents<State, Event>): Promise<Attempt<Code>> {
    const { stream, context, folded } = accepted;
    const metadata = metadataOf(context, folded.recordedAt);
    const claimed = await this.claim(stream, context, metadata);
    if (claimed !== 'claimed') return claimed;

    const events = this.eventsOf(accepted, metadata);
    const appended = await settleAppend(this.store, { stream, events, revision: folded.revision });
    if (appended.outcome === 'conflict') return 'stream-moved';
    if (context.requestDigest !== undefined) {
      // Another process may have written this very command first: then the log has that one's time, and not ours.
      this.streams.set(stream, folded);
      await this.readOn(stream);
      return committed({ ...appended, eventId: events.at(-1)?.id ?? '' });
    }
    // A store tells the position of the last event only; the others' are never asked for.
    const { position } = appended;
    for (const event of events) foldInto(folded, { position, ...event }, this.model);
    this.streams.set(stream, folded);
    return committed(folded);
  }

  /** Each linked to the one before it, where the streams of this kind are chained. */
  private eventsOf(
    { stream, context, folded, events }: AcceptedEvents<State, Event>,
    metadata: EventMetadata,
  ): readonly StreamEvent[] {
    let prevHash = folded.hash;
    return events.map((event, index) => {
      const place = {
        id: eventIdOf(context, stream, index),
        stream,
        revision: folded.revision + BigInt(index + 1),
      };
      const placed = { metadata, ...place, ...this.model.codec.encode(event) };
      const linked = this.model.chain?.link(placed, prevHash) ?? placed;
      prevHash = linked.metadata.hash;
      return linked;
    });
  }

  private async claim(
    stream: string,
    context: CommandContext,
    metadata: EventMetadata,
  ): Promise<'claimed' | Attempt<Code>> {
    for (const claim of claimsOf(context, stream)) {
      const outcome = await makeClaim(this.store, claim, metadata);
      if (outcome === 'held') return refusedClaim(claim);
      // Another process may be writing this very command: look once more before deciding that it is not there.
      if (outcome === 'repeated') {
        this.streams.delete(stream);
        const handled = (await this.readOn(stream)).handled.get(context.commandId);
        if (handled !== undefined) return repeat(handled, context);
      }
    }
    return 'claimed';
  }

  private async foldUpTo(stream: string, revision: bigint): Promise<FoldedStream<State>> {
    const known = this.streams.get(stream);
    if (known?.revision === revision) return known;
    const folded = emptyStream(this.model.decider.initial);
    const upTo = { from: 0n, maxCount: Number(revision) + 1 };
    for await (const recorded of this.store.readStream(stream, { direction: 'forwards', ...upTo }))
      foldInto(folded, recorded, this.model);
    return folded;
  }

  private async readOn(stream: string): Promise<FoldedStream<State>> {
    const folded = this.streams.get(stream) ?? emptyStream(this.model.decider.initial);
    const from = folded.revision + 1n;
    for await (const recorded of this.store.readStream(stream, { direction: 'forwards', from }))
      foldInto(folded, recorded, this.model);
    if (folded.revision >= 0n) this.streams.set(stream, folded);
    return folded;
  }
}

const tooLate = (): StoreUnavailableError => new StoreUnavailableError('The store did not answer in time.');

/** The stream belongs to the request that a key stands for: a path may name another one over the same body. */
const claimsOf = (
  { commandId, requestDigest, claims = [] }: CommandContext,
  stream: string,
): readonly Claim[] =>
  requestDigest === undefined
    ? claims
    : [{ kind: 'idempotency-key', subject: commandId, holder: `${requestDigest} ${stream}` }, ...claims];
