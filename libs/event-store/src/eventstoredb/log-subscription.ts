import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type EventStoreDBClient,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import {
  type LogPage,
  type LogRead,
  type RecordedEvent,
  StoreUnavailableError,
  UnknownPositionError,
} from '../event-store.js';
import { limits } from '../limits.js';
import type { Connection } from './connection.js';
import { CallTimeoutError, failureOf } from './failures.js';
import type { LogReads } from './log-reads.js';
import { isWanted, positionOf, recordedEvent, serverPrefixes } from './recorded-event.js';

/** Servers before 24.10.5 send (ulong.max, ulong.max) when their filter let nothing through. */
const MAX_POSITION = 2n ** 63n;

/** The names of the server's own streams begin with a dollar. */
const NO_SYSTEM_STREAMS = '^[^$]';

export interface SubscriptionSource {
  readonly connection: Connection;
  readonly reads: LogReads;
  readonly callTimeoutMs: number;
  readonly quietMs: number;
}

/**
 * One subscription to $all, filtered by the server and taken in pages. It ends by its signal or throws: any
 * other end, even a silent one, is an error after which `followLog` resumes.
 */
export class LogSubscription {
  private readonly client: EventStoreDBClient;
  private readonly subscription: AllStreamSubscription;
  private readonly prefixes: readonly string[] | undefined;
  private pending: RecordedEvent[] = [];
  /** Up to here the consumer has everything that it asked for. */
  private position: bigint;
  private lastEvent: bigint;
  /** Up to here the server, or a read of the log, has found nothing else for the consumer. */
  private checkpoint: bigint;
  /** The position of an event that a read of the log has found and the subscription has not delivered. */
  private owed: bigint | undefined;
  private isConfirmed = false;
  private isLive = false;
  private hasSaidCaughtUp = false;
  private hasLookedWhereThePastEnds = false;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;

  constructor(
    private readonly source: SubscriptionSource,
    { after = 0n, streamPrefixes = [] }: LogRead,
    private readonly signal: AbortSignal,
  ) {
    this.position = after;
    this.lastEvent = after;
    this.checkpoint = after;
    this.prefixes = streamPrefixes.length === 0 ? undefined : streamPrefixes;
    this.client = source.connection.current;
    this.subscription = this.subscribe();
  }

  async *pages(): AsyncGenerator<LogPage> {
    const onAbort = (): void => this.wake();
    this.signal.addEventListener('abort', onAbort);
    try {
      await this.confirmed();
      for (let page = await this.nextPage(); page !== undefined; page = await this.nextPage()) yield page;
    } catch (error) {
      // A consumer that has left does not hear of what broke meanwhile.
      if (!this.signal.aborted) throw error;
    } finally {
      this.signal.removeEventListener('abort', onAbort);
      // Rejects if the call could not be made at all.
      this.subscription.unsubscribe().catch(() => undefined);
    }
  }

  private subscribe(): AllStreamSubscription {
    const { position } = this;
    const options = {
      maxSearchWindow: limits.readPageEvents,
      // An error in here would stop the subscription silently.
      checkpointReached: (_: unknown, { commit }: { commit: bigint }): void => this.reachCheckpoint(commit),
    };
    const filter =
      this.prefixes === undefined
        ? streamNameFilter({ ...options, regex: NO_SYSTEM_STREAMS })
        : streamNameFilter({ ...options, prefixes: serverPrefixes(this.prefixes) });
    const subscription = this.client.subscribeToAll(
      {
        fromPosition: position === 0n ? START : { commit: position, prepare: position },
        requiresLeader: true,
        filter,
      },
      { highWaterMark: limits.readPageEvents },
    );
    const ended = (): void => this.fail(new Error('The event store ended the subscription.'));
    subscription.on('error', (error) => this.fail(error));
    subscription.on('end', ended);
    subscription.on('close', ended);
    subscription.on('confirmation', () => {
      this.isConfirmed = true;
      this.wake();
    });
    subscription.on('caughtUp', () => {
      this.isLive = true;
      this.wake();
    });
    subscription.on('readable', () => this.wake());
    return subscription;
  }

  private fail(error: Error): void {
    if (this.failure !== undefined) return;
    this.failure = error;
    this.source.connection.judge(this.client, error);
    this.wake();
  }

  private reachCheckpoint(position: bigint): void {
    if (position >= MAX_POSITION || position <= this.checkpoint) return;
    this.checkpoint = position;
    this.wake();
  }

  private async confirmed(): Promise<void> {
    const end = performance.now() + this.source.callTimeoutMs;
    while (!this.isConfirmed && this.failure === undefined && !this.signal.aborted)
      if (!(await this.woken(end - performance.now()))) this.fail(new CallTimeoutError());
  }

  /** Returns undefined once the signal has aborted. */
  private async nextPage(): Promise<LogPage | undefined> {
    while (!this.signal.aborted) {
      // At the end of the past the server may not have sent a checkpoint for how far it has looked.
      if (this.isLive && !this.hasLookedWhereThePastEnds) {
        this.hasLookedWhereThePastEnds = true;
        await this.lookAtLog();
      }
      const page = this.takePage();
      if (page !== undefined) return page;
      if (this.failure !== undefined) throw problemOf(this.failure);
      const isGathering = this.pending.length > 0;
      const isWoken = await this.woken(isGathering ? limits.catchUpGatherMs : this.source.quietMs);
      if (!isWoken && isGathering) return this.give(false);
      if (!isWoken) await this.lookAtLog();
    }
    return undefined;
  }

  private takePage(): LogPage | undefined {
    while (this.pending.length < limits.readPageEvents) {
      const resolved = this.subscription.read() as AllStreamResolvedEvent | null;
      // No earlier event is left to read, so the checkpoint and the end of the past that were reported hold.
      if (resolved === null) return this.pageOfAllThatCame();
      this.take(resolved);
    }
    return this.give(false);
  }

  private pageOfAllThatCame(): LogPage | undefined {
    if (this.pending.length > 0)
      return this.isLive || this.failure !== undefined ? this.give(this.isLive) : undefined;
    if (this.checkpoint > this.position) return this.give(this.isLive);
    return this.isLive && !this.hasSaidCaughtUp ? this.give(true) : undefined;
  }

  private give(isCaughtUp: boolean): LogPage {
    const events = this.pending;
    this.pending = [];
    const last = events.at(-1)?.position ?? this.position;
    // A checkpoint may be ahead of events that still wait to be read, unless all of them were.
    this.position = isCaughtUp || events.length === 0 ? larger(last, this.checkpoint) : last;
    this.hasSaidCaughtUp ||= isCaughtUp;
    return { events, position: this.position, isCaughtUp };
  }

  private take(resolved: AllStreamResolvedEvent): void {
    const position = positionOf(resolved);
    if (position <= this.lastEvent || !isWanted(resolved, this.prefixes)) return;
    if (position <= this.position)
      throw new Error(`The event store's checkpoint ran ahead of its event at position ${position}.`);
    this.lastEvent = position;
    this.pending.push(recordedEvent(resolved));
  }

  /**
   * Reads the log after the position while the subscription is quiet. Records that the consumer did not ask
   * for move its position forward, so that it knows how far the log is without an event. A record that it did
   * ask for must be delivered before the next look; otherwise the subscription is dead unnoticed.
   */
  private async lookAtLog(): Promise<void> {
    const after = larger(this.position, this.checkpoint);
    const records = await this.source.reads.recordsAfter(after);
    const wanted = records.findIndex((record) => isWanted(record, this.prefixes));
    const passed = records[(wanted === -1 ? records.length : wanted) - 1];
    if (passed !== undefined) this.reachCheckpoint(positionOf(passed));
    const first = records[wanted];
    const owed = first === undefined ? undefined : positionOf(first);
    if (owed !== undefined && owed === this.owed) this.fail(new Error('The subscription fell silent.'));
    this.owed = owed;
  }

  /** Resolves with true when something has happened, or with false after `timeoutMs`. */
  private async woken(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), timeoutMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}

const problemOf = (cause: Error): Error =>
  failureOf(cause) === 'bad-request'
    ? new UnknownPositionError('The log has no record at this position.', { cause })
    : new StoreUnavailableError('The event store ended the subscription.', { cause });

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);
