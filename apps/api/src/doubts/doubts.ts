import { setTimeout as pause } from 'node:timers/promises';
import type { OpenFiles, StrayFiles } from '#libs/deployment';
import type { SteadyClock } from '#libs/environment';
import { type EventStore, InDoubtError } from '#libs/event-store';
import { instantText } from '#libs/kernel';
import { NO_SIGNING_KEY, type ProofLog, type ProofLogStanding } from '#libs/proof';
import type { Logger } from 'pino';
import { limits } from './doubts.limits.js';

export interface DoubtParts {
  readonly store: EventStore;
  readonly proofLog: ProofLog;
  readonly clock: SteadyClock;
  /** Undefined on a cluster, which has no files. */
  readonly files: OpenFiles | undefined;
  /** Has the next start build the rows again. Undefined on a cluster. */
  readonly condemnRows?: () => Promise<void>;
  readonly logger: Logger;
}

/**
 * Looks every second whether the clock and the open files are what this process takes them for, and says so in
 * the log when that changes. Commands ask the clock themselves.
 */
export class Doubts {
  /** Resolves, with the reason, if this process cannot go on. */
  readonly failed: Promise<string>;
  private fail: (reason: string) => void = () => undefined;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private newest: string | undefined;
  private isCompared = false;
  private clockProblem: string | undefined;
  private looksWithoutRows = 0;

  private constructor(private readonly parts: DoubtParts) {
    this.failed = new Promise((resolve) => (this.fail = resolve));
  }

  /** Compares the clock with the log, at once if the log can be read, and begins to look. */
  static async start(parts: DoubtParts): Promise<Doubts> {
    const doubts = new Doubts(parts);
    parts.clock.awaitLog();
    await doubts.look();
    doubts.running = doubts.goOn();
    return doubts;
  }

  get clock(): SteadyClock {
    return this.parts.clock;
  }

  get standing(): ProofLogStanding {
    return this.parts.proofLog.standing;
  }

  /** Why commands are refused now, in words that name no tenant; undefined while they are not. */
  get refused(): string | undefined {
    return this.standing.mismatch ?? this.clock.doubt?.message;
  }

  /** Why exports are refused although the log is sound; undefined while they are not. */
  get exportsRefused(): string | undefined {
    return this.parts.proofLog.signer.canSign ? undefined : NO_SIGNING_KEY;
  }

  /** When the newest event was recorded, if the clock is before that. */
  get newestEventAt(): string | undefined {
    return this.newest;
  }

  /** Ends the process because its rows were found damaged: the next start builds them again. */
  async rowsDamaged(what: string): Promise<void> {
    const { condemnRows } = this.parts;
    if (condemnRows === undefined) return;
    await condemnRows().catch((error: unknown) => {
      this.parts.logger.error({ err: error }, 'the damaged rows cannot be marked');
    });
    this.fail(
      `read-models.sqlite is damaged (${what}): start the ledger again, which builds the rows from the log`,
    );
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async goOn(): Promise<void> {
    const { signal } = this.stopping;
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      await pause(limits.lookMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (!isOver()) await this.look();
    }
  }

  private async look(): Promise<void> {
    const { files } = this.parts;
    if (!this.isCompared) await this.compareClock().catch(() => undefined);
    this.lookAtClock();
    if (files !== undefined) this.judge(await files.look());
  }

  /** Throws where the log cannot be read yet, so that nothing is recorded until the next look. */
  private async compareClock(): Promise<void> {
    const { store, clock, logger } = this.parts;
    const newest = await store.newest(limits.comparedEvents);
    this.newest = clock.compareWith(newest.map(({ metadata }) => metadata.recordedAt));
    this.isCompared = true;
    if (this.newest !== undefined)
      logger.warn({ newestEventAt: this.newest }, 'the log has events that are ahead of the clock');
    const newestAt = newest[0]?.metadata.recordedAt;
    if (newestAt === undefined || clock.doubt !== undefined) return;
    if (newestAt < instantText(clock.now().getTime() - limits.idleMs))
      logger.warn({ newestEventAt: newestAt }, 'the clock is far ahead of the newest event');
  }

  private lookAtClock(): void {
    const { clock, logger } = this.parts;
    const problem = clock.doubt?.message;
    const before = this.clockProblem;
    this.clockProblem = problem;
    if (problem !== undefined && before === undefined) logger.error(`commands are refused: ${problem}`);
    if (problem === undefined && before !== undefined) logger.info('the clock is right again');
  }

  private judge({ log, readModels }: StrayFiles): void {
    const { standing } = this;
    const { logger } = this.parts;
    if (log === undefined && standing.isAstray) logger.info('the files of the log are the open ones again');
    standing.markAstray(log === undefined ? undefined : strayed(log));
    // What deletes a directory file by file may not have come to the log yet. The process that has it open is
    // then the last that can save it, and must not end.
    const areRowsAlone = readModels !== undefined && log === undefined;
    this.looksWithoutRows = areRowsAlone ? this.looksWithoutRows + 1 : 0;
    if (this.looksWithoutRows >= limits.looksWithoutRows)
      this.fail(`${readModels ?? ''}: start the ledger again, which builds the rows from the log`);
  }
}

const strayed = (problem: string): InDoubtError =>
  new InDoubtError(
    `The open files of the log are not those of the data directory: ${problem}. Nothing is recorded until the ` +
      'same file is back. See "The directory is gone" in docs/operations.md before you stop this process.',
    {
      told: 'A file of the log was moved, replaced or deleted. Nothing is recorded or exported until it is back.',
    },
  );
