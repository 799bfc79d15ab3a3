import { type Decider, type Decision, type DomainEvent, type EventCodec, reject } from '#libs/kernel';
import type { Chain } from './chain.js';
import { type CommandContext, metadataOf } from './command-context.js';
import { type EventStore, StoreUnavailableError } from '../event-store.js';
import { type Asked, FirstAnswers, nounOf } from './first-answers.js';
import type { FoldedStream } from './folded-stream.js';
import { inTime } from '../in-time.js';
import { limits } from '../limits.js';
import { type AcceptedEvents, placedEvents } from './placed-events.js';
import { unmetPrecondition } from './preconditions.js';
import { jitter, settleAppend } from './settle-append.js';
import { StreamFolds } from './stream-folds.js';
import { committed, type Transacted, type TransactionRefusal } from './transacted.js';
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
  /** Returns what the command's path names, where a stream has more than one entity. */
  readonly nounOf?: (command: Command) => string;
  /**
   * Returns the revision of the last event that changed the entity that a precondition is about, or -1 if
   * there is none. By default that is the whole stream.
   */
  readonly revisionOf?: (command: Command, state: State) => bigint;
  /**
   * The refusals that come before a false precondition: who may not change the entity at all is told so (RFC
   * 9110 section 13.2.1).
   */
  readonly refusedFirst?: readonly Code[];
}

/** The answer, or `stream-moved` when the command must be decided again. */
type Attempt<Code extends string> = Transacted<Code> | 'stream-moved';

/**
 * The write path of one kind of aggregate: loads a stream, decides, and appends at the revision that was
 * read. The folded stream stays in memory and only newer events are read, so a command costs the same after
 * ten events of a stream as after ten thousand.
 *
 * A command with an idempotency key has one first answer, which every repeat gets (decision 0016). If the
 * command added events, the stream has them with the key; otherwise the answer is recorded with its claim.
 */
export class Transactor<Command, State, Event extends DomainEvent, Code extends string> {
  private readonly turns = new Turns();
  private readonly folds: StreamFolds<State, Event>;
  private readonly answers: FirstAnswers<Command, State, Event>;

  constructor(
    private readonly store: EventStore,
    private readonly model: StreamModel<Command, State, Event, Code>,
  ) {
    this.folds = new StreamFolds(store, model);
    this.answers = new FirstAnswers(store, this.folds, model);
  }

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
    return this.inTurn(transaction.stream, (latest) =>
      this.run<never>(transaction, latest, this.appending(transaction)),
    );
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
      const transacted = await this.run<never>(transaction, latest, this.appending(transaction));
      if (transacted.outcome === 'rejected') return { transacted, view: undefined };
      const { state } = await this.folds.upTo(transaction.stream, transacted.revision);
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
    return this.inTurn(stream, async () => read(await this.folds.readOn(stream)));
  }

  /**
   * Returns the answer to a transaction that adds nothing, because it is refused, repeats a command or changes
   * nothing; null when it would add events, which are not appended. Throws as `transact` does.
   */
  preview(transaction: Transaction<Command>): Promise<Transacted<Code> | null> {
    return this.inTurn(transaction.stream, async (latest) => {
      await this.folds.readOn(transaction.stream);
      return this.run(transaction, latest, () => this.answers.recorded(transaction));
    });
  }

  /**
   * Returns the first answer to a request with an idempotency key, or the refusal of a key that another
   * request has used; null for a new request. Writes nothing. Throws as `transact` does.
   */
  repeat(asked: Asked<Command>): Promise<Transacted<Code> | null> {
    return this.inTurn(asked.stream, async () => {
      const folded = await this.folds.readOn(asked.stream);
      return (await this.answers.repeatIn(folded, asked)) ?? this.answers.recorded(asked);
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

  /** Decides the transaction until the stream is as it was read, and has its events carried out. */
  private async run<Other>(
    transaction: Transaction<Command>,
    latest: number,
    carryOut: (accepted: AcceptedEvents<State, Event>) => Promise<Attempt<Code> | Other>,
  ): Promise<Transacted<Code> | Other> {
    for (let attempt = 0; attempt <= limits.maxConflictRetries; attempt += 1) {
      // By now the caller has been answered that the store is unavailable.
      if (performance.now() > latest) throw tooLate();
      const result = await this.attempt(transaction, carryOut);
      if (result !== 'stream-moved') return result;
      await jitter();
      await this.folds.readOn(transaction.stream);
    }
    return reject('concurrent-change', 'The stream was changed at the same time. Try again.');
  }

  private async attempt<Other>(
    transaction: Transaction<Command>,
    carryOut: (accepted: AcceptedEvents<State, Event>) => Promise<Attempt<Code> | Other>,
  ): Promise<Attempt<Code> | Other> {
    const { stream, command, context } = transaction;
    const known = this.folds.known(stream);
    const folded = known ?? (await this.folds.readOn(stream));
    const repeat = await this.answers.repeatIn(folded, transaction);
    if (repeat !== null) return repeat;

    const decision = this.decide(command, context, folded);
    if (decision.outcome === 'accepted' && decision.events.length > 0)
      return carryOut({ stream, context, folded, events: decision.events });
    // No append checks a decision without events, so it must not rest on a state that may be outdated.
    const seen = folded.revision;
    if (known !== undefined && (await this.folds.readOn(stream)).revision !== seen) return 'stream-moved';
    if (decision.outcome === 'rejected') return (await this.answers.recorded(transaction)) ?? decision;
    return this.answers.recordNothing(transaction, folded);
  }

  /**
   * Decides, and refuses a command whose precondition is false. Where the entity does not exist, a refusal by
   * the decider takes precedence, because it says more.
   */
  private decide(
    command: Command,
    { preconditions }: CommandContext,
    folded: FoldedStream<State>,
  ): Decision<Event, Code | TransactionRefusal> {
    const decision = this.model.decider.decide(command, folded.state);
    if (preconditions === undefined) return decision;
    const revision = this.model.revisionOf?.(command, folded.state) ?? folded.revision;
    const unmet = unmetPrecondition(preconditions, { noun: nounOf(this.model, command), revision });
    if (unmet === undefined) return decision;
    const isRefused = decision.outcome === 'rejected';
    if (isRefused && (revision === -1n || this.model.refusedFirst?.includes(decision.code))) return decision;
    return reject('revision-mismatch', unmet);
  }

  private async append(
    transaction: Transaction<Command>,
    accepted: AcceptedEvents<State, Event>,
  ): Promise<Attempt<Code>> {
    const { stream, context, folded } = accepted;
    const metadata = metadataOf(context, folded.recordedAt);
    const refusedOrRepeated = await this.answers.claim(transaction, metadata);
    if (refusedOrRepeated !== null) return refusedOrRepeated;

    const events = placedEvents(accepted, metadata, this.model);
    const appended = await settleAppend(this.store, { stream, events, revision: folded.revision });
    if (appended.outcome === 'conflict') return 'stream-moved';
    if (context.requestDigest !== undefined) {
      // Another process may have appended this same command first. The log then has its time, and not ours.
      this.folds.keep(stream, folded);
      await this.folds.readOn(stream);
      return committed({ ...appended, eventId: events.at(-1)?.id ?? '' });
    }
    // The store returns the position of the last event only, and nothing asks for those of the others.
    const { position } = appended;
    for (const event of events) this.folds.add(folded, { position, ...event });
    this.folds.keep(stream, folded);
    return committed(folded);
  }

  private appending(transaction: Transaction<Command>) {
    return (accepted: AcceptedEvents<State, Event>) => this.append(transaction, accepted);
  }
}

const tooLate = (): StoreUnavailableError => new StoreUnavailableError('The store did not answer in time.');
