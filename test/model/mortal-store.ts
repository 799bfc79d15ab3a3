import {
  type AppendOutcome,
  type EventLink,
  EventStore,
  type ExpectedRevision,
  type LogPage,
  type LogRead,
  type NewEvent,
  type RecordedEvent,
  StoreUnavailableError,
  type StreamRead,
  type Subscription,
} from '#libs/event-store';

/**
 * A real store, for a process that dies: from an append on, nothing is written, and no call is answered. The
 * log keeps what was appended before.
 */
export class MortalStore extends EventStore {
  private appendsLeft = Infinity;
  private tellDeath: () => void = () => undefined;
  private endSilence: (reason: Error) => void = () => undefined;
  /** Resolves when the process has died. */
  readonly death = new Promise<void>((resolve) => (this.tellDeath = resolve));
  /** What a call gets after the death: nothing, until the process is buried. */
  private readonly silence = new Promise<never>((_, reject) => (this.endSilence = reject));

  constructor(private readonly store: EventStore) {
    super();
    this.silence.catch(() => undefined);
  }

  /** Lets the process die after this many more appends. With none left, it dies at the next one. */
  dieAfter(appends: number): void {
    this.appendsLeft = appends;
  }

  /** Takes the sentence of `dieAfter` back, if it has not been carried out. */
  live(): void {
    if (!this.isDead) this.appendsLeft = Infinity;
  }

  /** Ends what still waits for an answer. Nobody hears of it, and nothing more is written. */
  bury(): void {
    this.appendsLeft = -1;
    this.endSilence(new StoreUnavailableError('The process has died.'));
  }

  private get isDead(): boolean {
    return this.appendsLeft < 0;
  }

  private die(): Promise<never> {
    this.appendsLeft = -1;
    this.tellDeath();
    return this.silence;
  }

  override async append(
    stream: string,
    events: readonly NewEvent[],
    expectedRevision: ExpectedRevision,
  ): Promise<AppendOutcome> {
    if (this.isDead) return this.silence;
    if (this.appendsLeft === 0) return this.die();
    this.appendsLeft -= 1;
    const outcome = await this.store.append(stream, events, expectedRevision);
    return this.appendsLeft === 0 ? this.die() : outcome;
  }

  override async *readStream(stream: string, read: StreamRead): AsyncGenerator<RecordedEvent> {
    if (this.isDead) await this.silence;
    for await (const event of this.store.readStream(stream, read)) {
      if (this.isDead) await this.silence;
      yield event;
    }
  }

  override readAll(read?: LogRead): AsyncIterable<LogPage> {
    return this.store.readAll(read);
  }

  override readLinks(read?: LogRead): AsyncIterable<LogPage<EventLink | RecordedEvent>> {
    return this.store.readLinks(read);
  }

  override subscribeToAll(subscription: Subscription): AsyncIterable<LogPage> {
    return this.store.subscribeToAll(subscription);
  }

  override headPosition(): Promise<bigint> {
    return this.isDead ? this.silence : this.store.headPosition();
  }

  override idAt(position: bigint): Promise<string | undefined> {
    return this.isDead ? this.silence : this.store.idAt(position);
  }

  override lastPosition(read: Required<LogRead>): Promise<bigint> {
    return this.isDead ? this.silence : this.store.lastPosition(read);
  }

  override newest(count: number): Promise<readonly RecordedEvent[]> {
    return this.store.newest(count);
  }

  override close(): Promise<void> {
    return this.store.close();
  }
}
