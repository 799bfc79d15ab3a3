import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, followLog } from '#libs/event-store';
import type { Reached } from './checkpoints.js';
import { Decisions } from './decisions.js';
import { HeldNews } from './held-news.js';
import { limits } from './limits.js';
import { type ProjectionListener, Projections } from './projections.js';
import type { ReadStore } from './read-store.js';
import { compareWithLog, describeOther, type RowsAndLog } from './rows-and-log.js';
import { RebuildReport } from './rebuild-report.js';

/**
 * Keeps the read models up with the event log while it is this process's turn to write them. An event that
 * cannot be applied holds back its stream, and is tried again at the start of each turn: none is skipped
 * without an operator's decision.
 */
export class ProjectionRunner extends Projections {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private failure: unknown;
  private isItsTurn = false;

  constructor(
    private readonly store: EventStore,
    private readonly readStore: ReadStore,
    private readonly listener: ProjectionListener,
  ) {
    super();
  }

  /** Waits for the turn, then follows the log from the position of the rows, until stopped. */
  start(): void {
    this.running = this.takeTurns();
  }

  /** True until a failure, and again after a recovery. A standby that waits for its turn is healthy. */
  override get isHealthy(): boolean {
    return this.failure === undefined;
  }

  /** Whether it is this process's turn to write. */
  get isActive(): boolean {
    return this.isItsTurn;
  }

  override async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async takeTurns(): Promise<void> {
    while (!this.isStopping()) {
      try {
        const over = await this.readStore.becomeWriter(this.stopping.signal, () => {
          this.recovered();
        });
        this.isItsTurn = true;
        this.listener.onTurn?.();
        await this.readStore.removeDeadShadows();
        await this.follow(AbortSignal.any([this.stopping.signal, over]));
        over.throwIfAborted();
      } catch (error) {
        if (!this.isStopping()) this.fail(error);
      } finally {
        this.isItsTurn = false;
      }
      await pause(limits.retryMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    let after = 0n;
    let report = new RebuildReport(this.listener, { position: 0n, of: 0n });
    let decisions: Decisions | undefined;
    const news = new HeldNews(this.readStore, this.listener);
    await followLog(
      this.store,
      { streamPrefixes: this.readStore.streamPrefixes, signal },
      {
        gatherMs: limits.gatherMs,
        startAfter: async () => {
          after = await this.startAfter();
          decisions = await this.letGo(after);
          await news.tell();
          report = new RebuildReport(this.listener, { position: after, of: await this.endOfLog(after) });
          return after;
        },
        onPage: async ({ events, position }) => {
          decisions ??= await Decisions.read(this.store);
          const { events: _, position: __, ...known } = await decisions.with({ events, position });
          await this.readStore.apply(events, position, { ...known, after });
          after = position;
          report.note({ events, position });
          if (events.length > 0) await news.tell();
          this.recovered();
        },
        onError: (error) => {
          // A batch that failed because the turn ended is reported once, by `takeTurns`.
          if (!signal.aborted) this.fail(error);
        },
      },
    );
  }

  /**
   * Makes the rows those of this log, which may have become another one: what the log does not have is dropped.
   * Returns the position of the earliest last event, as what was examined after it may have been cut off and
   * written anew.
   */
  private async startAfter(): Promise<bigint> {
    const compared = await compareWithLog(this.store, await this.readStore.reached());
    const found = (wanted: RowsAndLog): readonly Reached[] =>
      compared.filter((one) => one.found === wanted).map(({ reached }) => reached);
    const others = found('other');
    if (others.length > 0) {
      this.listener.onOtherLog?.(await this.describe(others));
      await this.readStore.restart(others);
    }
    await this.readStore.goBack(found('cut'));
    return (await this.readStore.reached()).map(lastTaken).reduce((a, b) => (a < b ? a : b));
  }

  /**
   * Tries the streams that are held back again, as this version may read what another could not. Returns the
   * decisions that the log has by now.
   */
  private async letGo(position: bigint): Promise<Decisions> {
    const decisions = await Decisions.read(this.store);
    const held = (await this.readStore.held()).map(({ stream }) => stream);
    const { released = [], accepted } = await decisions.lettingGo(held, position);
    if (released.length > 0)
      await this.readStore.apply([], position, { released, ...(accepted && { accepted }) });
    return decisions;
  }

  private endOfLog(after: bigint): Promise<bigint> {
    return this.store.lastPosition({ after, streamPrefixes: this.readStore.streamPrefixes });
  }

  private async describe(others: readonly Reached[]): Promise<string> {
    const end = await this.store.headPosition();
    const found = others.map(async (other) => {
      const id = typeof other.last === 'object' ? await this.store.idAt(other.last.position) : undefined;
      return describeOther(other, { end, id });
    });
    return (await Promise.all(found)).join('; ');
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private fail(error: unknown): void {
    this.failure = error;
    this.listener.onFailure(error);
  }

  private recovered(): void {
    if (this.failure === undefined) return;
    this.failure = undefined;
    this.listener.onRecovery?.();
  }
}

const lastTaken = ({ last }: Reached): bigint => (typeof last === 'object' ? last.position : 0n);
