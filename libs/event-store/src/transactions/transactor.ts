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
  /** What a stream of this kind is called in messages to callers, such as `dispute`. */
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

/** The answer, or `stream-moved` when the command must be decided again. */
type Attempt<Code extends string> = Transacted<Code> | 'stream-moved';

/**
 * The write path of one kind of aggregate: loads a stream, decides, and appends at the revision that was
 * read. The folded stream stays in memory and only newer events are read, so a command costs the same after
 * ten events of a stream as after ten thousand.
 */
export class Transactor<Command, State, Event extends DomainEvent, Code extends string> {
  private readonly turns = new Turns();
  private readonly streams = new FoldedStreams<State>(limits);

  constructor(
    private readonly store: EventStore,
    private readonly model: StreamModel<Command, State, Event, Code>,
  ) {}

  /**
   * Carries out a command, or returns its refusal. A committed command has its events in the log, each
   * exactly once. A command whose id and digest the stream already has is answered as the first time.
   *
   * @throws StoreUnavailableError when the store is down, too many commands wait for the stream, or it is not
   * known in time whether the events were written.
   * @throws StreamDamagedError when the stream was deleted or truncated.
   * @throws UndecodableEventError when the stream has an event that this version cannot decode.
   */
  transact(transaction: Transaction<Command>): Promise<Transacted<Code>> {
    return this.inTurn(transaction.stream, (latest) => this.run(transaction, latest));
  }

  /**
   * Like `transact`, and also returns `read(state)` as of the command's last event; for a repeated command,
   * as of its first execution; undefined for a refused one. `read` must not keep anything that later events
   * change in place.
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

  /**
   * Returns `read` of the stream as it is now, with every event that is in the log at the time of the call.
   * Throws as `transact` does.
   */
  view<View>(
    stream: string,
    read: (folded: Pick<FoldedStream<State>, 'state' | 'revision' | 'position'>) => View,
  ): Promise<View> {
    return this.inTurn(stream, async () => read(await this.readOn(stream)));
  }

  /**
   * Returns the answer to a transaction that would add nothing, because it is refused, repeats a command or
   * changes nothing; null when it would add events. Claims and writes nothing. Throws as `transact` does.
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

  /**
   * Runs the work in the stream's turn. Rejects as unavailable after `maxCommandMs`, which is at `latest`.
   */
  private inTurn<Result>(stream: string, work: (latest: number) => Promise<Result>): Promise<Result> {
    const latest = performance.now() + limits.maxCommandMs;
    const turn = this.turns.take(stream, () => work(latest));
    return inTime(limits.maxCommandMs, turn, tooLate);
  }

  private async run(transaction: Transaction<Command>, latest: number): Promise<Transacted<Code>> {
    for (let attempt = 0; attempt <= limits.maxConflictRetries; attempt += 1) {
      // By now the caller has been answered that the store is unavailable.
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
      // No append checks a decision without events, so it must not rest on a state that may be outdated.
      const seen = folded.revision;
      if (known !== undefined && (await this.readOn(stream)).revision !== seen) return 'stream-moved';
      return decision.outcome === 'rejected' ? decision : committed(folded);
    }
    return this.append({ stream, context, folded, events: decision.events });
  }

  /**
   * Decides, and refuses a command whose `If-Match` is not the stream's revision. Where there is no stream
   * yet, a refusal by the decider takes precedence, because it says more.
   */
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
      // Another process may have appended this same command first. The log then has its time, and not ours.
      this.streams.set(stream, folded);
      await this.readOn(stream);
      return committed({ ...appended, eventId: events.at(-1)?.id ?? '' });
    }
    // The store returns the position of the last event only, and nothing asks for those of the others.
    const { position } = appended;
    for (const event of events) foldInto(folded, { position, ...event }, this.model);
    this.streams.set(stream, folded);
    return committed(folded);
  }

  /**
   * Returns the events to append, each linked to the one before it where streams of this kind are chained.
   */
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
      // The same command has made this claim before, and may have been committed by another process since.
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

/**
 * Returns the claims of a command. A key is held by request and stream: one body may be sent to two paths.
 */
const claimsOf = (
  { commandId, requestDigest, claims = [] }: CommandContext,
  stream: string,
): readonly Claim[] =>
  requestDigest === undefined
    ? claims
    : [{ kind: 'idempotency-key', subject: commandId, holder: `${requestDigest} ${stream}` }, ...claims];
