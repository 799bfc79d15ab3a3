import type { DomainEvent } from '#libs/kernel';
import { makeClaim } from './claims.js';
import { type CommandContext, metadataOf } from './command-context.js';
import type { EventMetadata } from '../event-metadata.js';
import type { EventStore } from '../event-store.js';
import type { FoldedStream } from './folded-stream.js';
import { knownIn } from './former-commands.js';
import { KeyedWrite } from './keyed-write.js';
import type { StreamFolds } from './stream-folds.js';
import { answerAt, committed, committedAs, repeated, type Transacted, usedToken } from './transacted.js';

/** A command, or a request of which no command could be made. */
export interface Asked<Command> {
  readonly stream: string;
  readonly context: CommandContext;
  readonly command?: Command;
}

/** The words of one kind of aggregate. */
interface Nouns<Command> {
  readonly noun: string;
  readonly nounOf?: (command: Command) => string;
}

/**
 * The first answers to commands with an idempotency key (decision 0016). The stream has those of commands that
 * added events, and the claim of the key those of commands that changed nothing. A refused command has none.
 */
export class FirstAnswers<Command, State, Event extends DomainEvent> {
  constructor(
    private readonly store: EventStore,
    private readonly folds: StreamFolds<State, Event>,
    private readonly nouns: Nouns<Command>,
  ) {}

  /** Returns the answer to a command that the stream has, or the refusal of its key; null without it. */
  async repeatIn({ handled }: FoldedStream<State>, asked: Asked<Command>): Promise<Transacted<never> | null> {
    const known = knownIn(handled, asked.context);
    if (known === undefined) return null;
    if (known.isSame) return repeated(known.handled);
    return (await this.keyed(asked)?.refuse()) ?? null;
  }

  /** Returns the answer that is recorded with the key, or the refusal of the key; null without one. */
  async recorded(asked: Asked<Command>): Promise<Transacted<never> | null> {
    const found = (await this.keyed(asked)?.find()) ?? null;
    return found?.outcome === 'answered' ? committedAs(found) : found;
  }

  /** Makes the claims of a command. Returns its refusal or its first answer; null where it may go on. */
  async claim(asked: Asked<Command>, metadata: EventMetadata): Promise<Transacted<never> | null> {
    const answered = await this.claimKey(asked, metadata);
    if (answered !== null) return answered;
    for (const claim of asked.context.claims ?? [])
      if ((await makeClaim(this.store, claim, { metadata })).outcome === 'held') return usedToken(claim);
    return null;
  }

  private async claimKey(asked: Asked<Command>, metadata: EventMetadata): Promise<Transacted<never> | null> {
    const begun = await this.keyed(asked)?.begin({ metadata });
    if (begun === undefined) return null;
    if (begun.outcome === 'rejected') return begun;
    if (begun.outcome === 'answered') return committedAs(begun);
    // An earlier attempt may have been committed by another process since the stream was read.
    return begun.isFirst ? null : this.repeatNow(asked);
  }

  /**
   * Answers a command that changes nothing in the stream as it was read, and records the answer with its key.
   * Returns `stream-moved` when the command must be decided again.
   */
  async recordNothing(
    asked: Asked<Command>,
    folded: FoldedStream<State>,
  ): Promise<Transacted<never> | 'stream-moved'> {
    const keyed = this.keyed(asked);
    if (keyed === undefined) return committed(folded);
    const { revision, recordedAt } = folded;
    const answer = answerAt(asked.stream, folded);
    const metadata = metadataOf(asked.context, recordedAt);
    const begun = await keyed.begin({ metadata, answer });
    if (begun.outcome === 'rejected') return begun;
    if (begun.outcome === 'answered') return committedAs(begun);
    // An attempt that died, or that another process is making now, has the claim. If it decided on an older
    // state, its append conflicts, and it finds this answer; on this one it would decide the same.
    const repeat = await this.repeatNow(asked);
    if (repeat !== null) return repeat;
    if ((this.folds.known(asked.stream)?.revision ?? -1n) !== revision) return 'stream-moved';
    return committedAs(await keyed.end(answer, metadata));
  }

  /** Like `repeatIn`, of the stream as it is now. */
  private async repeatNow(asked: Asked<Command>): Promise<Transacted<never> | null> {
    return this.repeatIn(await this.folds.readAgain(asked.stream), asked);
  }

  /** Returns the request as its claim knows it; undefined without an idempotency key. */
  private keyed({ stream, command, context }: Asked<Command>): KeyedWrite | undefined {
    if (context.requestDigest === undefined) return undefined;
    return new KeyedWrite(this.store, context, { name: stream, noun: nounOf(this.nouns, command) });
  }
}

/** Returns what the command's path names, in messages to callers. */
export const nounOf = <Command>(nouns: Nouns<Command>, command: Command | undefined): string =>
  (command === undefined ? undefined : nouns.nounOf?.(command)) ?? nouns.noun;
