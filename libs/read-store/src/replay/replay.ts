import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import { Decisions } from '../decisions.js';
import { HELD_TABLE } from '../held-rows.js';
import { limits } from '../limits.js';
import type { ReadStore } from '../read-store.js';
import { batchesOf } from './batches.js';
import { Explanations, type LocatedDifference, subjectOf } from './explanations.js';
import type {
  ReplayEnding,
  ReplayProgress,
  ReplayResult,
  RowSubjects,
  TableComparison,
} from './replay-result.js';
import type { Shadow, Snapshot } from './shadow.js';
import { compareTable } from './table-comparison.js';

export interface ReplayOptions {
  readonly subjects: RowSubjects;
  /** Whether the rebuilt tables replace the live ones, whatever the comparison finds. */
  readonly isSwapWanted: boolean;
  /** Events per transaction; by default `replayBatchEvents` of `limits.ts`. */
  readonly batchEvents?: number | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReplayProgress) => void;
  /**
   * Is told how the replay ended while no other can begin yet. Must not reject: the replay has its result
   * whether or not it can be recorded.
   */
  readonly onEnding?: (ending: ReplayEnding) => Promise<void>;
}

interface Compared {
  readonly position: bigint;
  readonly tables: readonly TableComparison[];
  readonly found: readonly LocatedDifference[];
}

/**
 * Rebuilds every read model from the event log beside the live ones, and compares the two at one position.
 * The ledger goes on meanwhile.
 */
export class Replay {
  private position = 0n;
  private events = 0;
  private comparedRows = 0;
  private areProjectionsAlive = true;
  private decisions: Decisions | undefined;

  private constructor(
    private readonly log: EventStore,
    private readonly shadow: Shadow,
    private readonly streamPrefixes: readonly string[],
  ) {}

  /**
   * Creates the empty tables of a replay, which `run` must follow.
   *
   * @throws ReplayInProgressError while another replay runs.
   */
  static async begin(log: EventStore, readStore: ReadStore): Promise<Replay> {
    return new Replay(log, await readStore.shadow(), readStore.streamPrefixes);
  }

  /**
   * Rebuilds, compares and, if wanted, swaps. Removes its tables whatever happens.
   *
   * @throws Error when the live read models never stand at one position: the projections do not run.
   * @throws the reason of the signal when it aborts.
   */
  async run(options: ReplayOptions): Promise<ReplayResult> {
    const { signal, onProgress, onEnding } = options;
    try {
      const ending = await this.result(options).then(
        (result) => ({ result }),
        (error: unknown) => ({ error, isInterrupted: signal.aborted }),
      );
      await onEnding?.(ending);
      if ('error' in ending) throw ending.error;
      return ending.result;
    } finally {
      onProgress({ phase: 'removing', done: 0, total: null });
      await this.shadow.dispose(signal);
    }
  }

  private async result(options: ReplayOptions): Promise<ReplayResult> {
    const startedAt = new Date();
    const start = performance.now();
    const { position, tables, found } = await this.rebuiltAndCompared(options);
    const differences = await new Explanations(this.log, this.shadow.models, position).of(found);
    const held = await this.shadow.held();
    const swap = options.isSwapWanted ? await this.swap(options) : null;
    const isEqual = tables.every((table) => table.isEqual);
    return {
      outcome: isEqual ? 'equal' : swap === null ? 'different' : 'mended',
      position: String(position),
      events: this.events,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - start),
      tables,
      differenceCount: tables.reduce((sum, table) => sum + table.differences, 0),
      differences,
      swap,
      ...(held.length > 0 && { heldBack: held }),
    };
  }

  private async rebuiltAndCompared(options: ReplayOptions): Promise<Compared> {
    for (let attempt = 0; attempt < limits.maxAlignments; attempt += 1) {
      await this.catchUp(options);
      await this.letGo();
      const compared = await this.shadow.look((snapshot) => this.compareAligned(snapshot, options));
      if (compared !== undefined) return compared;
      await pause(limits.alignmentMs);
    }
    throw new Error(
      'The live read models are not at one position, so there is nothing to compare with: are the projections running?',
    );
  }

  /** Rebuilds up to the position of the live rows: events that they have not had cannot be compared. */
  private async catchUp({ batchEvents = limits.replayBatchEvents, signal, onProgress }: ReplayOptions) {
    let target = await this.liveEnd();
    while (this.position < target) {
      const pages = this.log.readAll({ after: this.position, streamPrefixes: this.streamPrefixes });
      for await (const batch of batchesOf(pages, batchEvents)) {
        signal.throwIfAborted();
        await this.applyUpTo(target, batch);
        onProgress({ phase: 'rebuilding', done: Number(this.position), total: Number(target) });
        if (this.position >= target) break;
        await this.rest();
      }
      // The log may have no event for a read model between the last page and the target.
      if (this.position < target) await this.applyUpTo(target, { events: [], position: target });
      target = await this.liveEnd();
    }
  }

  /** Tries the streams that are held back again, as the projections do when they begin. */
  private async letGo(): Promise<void> {
    const held = (await this.shadow.held()).map(({ stream }) => stream);
    if (held.length === 0) return;
    this.decisions ??= await Decisions.read(this.log);
    await this.shadow.apply(await this.decisions.lettingGo(held, this.position));
  }

  private async applyUpTo(
    target: bigint,
    batch: { readonly events: readonly RecordedEvent[]; readonly position: bigint },
  ): Promise<void> {
    const end = batch.position < target ? batch.position : target;
    const events = batch.events.filter(({ position }) => position <= end);
    this.decisions ??= await Decisions.read(this.log);
    await this.shadow.apply(await this.decisions.with({ events, position: end }));
    this.position = end;
    this.events += events.length;
  }

  /**
   * Lets other work run, and projections that are behind write a batch. A writer that waits for a SQLite file
   * only checks now and then whether the file is free, and would otherwise miss every pause.
   */
  private async rest(): Promise<void> {
    const live = await this.liveEnd();
    if ((await this.log.headPosition()) <= live) return nextTurn();
    const deadline = performance.now() + (this.areProjectionsAlive ? limits.maxReplayRestMs : 0);
    do {
      await pause(limits.replayRestMs);
      this.areProjectionsAlive = (await this.liveEnd()) > live;
    } while (!this.areProjectionsAlive && performance.now() < deadline);
  }

  private async liveEnd(): Promise<bigint> {
    return (await this.shadow.livePositions()).reduce((a, b) => (a > b ? a : b));
  }

  private async compareAligned(
    { database, rebuiltRows, live, rebuilt }: Snapshot,
    { subjects, signal, onProgress }: ReplayOptions,
  ): Promise<Compared | undefined> {
    const [position = 0n] = live;
    if ([...live, ...rebuilt].some((other) => other !== position)) return undefined;
    const tables: TableComparison[] = [];
    const found: LocatedDifference[] = [];
    const onRow = (): Promise<void> | undefined => {
      this.comparedRows += 1;
      if (this.comparedRows % limits.comparedRows !== 0) return undefined;
      signal.throwIfAborted();
      onProgress({ phase: 'comparing', done: this.comparedRows, total: null });
      return nextTurn();
    };
    for (const table of this.shadow.tables) {
      const room = limits.shownDifferences - found.length;
      const compared = await compareTable(table, { database, subjects, room, onRow });
      const { rows } = compared.comparison;
      if (table.name === HELD_TABLE && rows.live + rows.rebuilt === 0) continue;
      tables.push(compared.comparison);
      for (const difference of compared.found)
        found.push({ ...difference, subject: await subjectOf(difference, subjects, rebuiltRows) });
    }
    return { position, tables, found };
  }

  private async swap(options: ReplayOptions): Promise<ReplayResult['swap']> {
    const { signal, onProgress } = options;
    signal.throwIfAborted();
    // Applies now what came during the comparison: read during the swap, it would keep the projections
    // waiting.
    await this.catchUp(options);
    onProgress({ phase: 'swapping', done: 0, total: null });
    const { position, writePauseMs } = await this.shadow.swap(
      { store: this.log, streamPrefixes: this.streamPrefixes },
      this.position,
    );
    return { position: String(position), writePauseMs: Math.round(writePauseMs * 100) / 100 };
  }
}
