import { type EventStore, StoreUnavailableError } from '#libs/event-store';
import type { Reached } from './checkpoints.js';
import { limits } from './limits.js';
import { compareWithLog } from './rows-and-log.js';

/**
 * Whether the rows are those of the event log. It looks both up when the process starts, and again after each
 * subscription to the log, as the log may have become another one since; while the rows are known to be those of
 * another, it looks every `relookMs` whether they have been built again. In between it asks nobody.
 */
export class RowsOfLog {
  private looking: Promise<string | undefined> | undefined;
  private problem: string | undefined;
  private lookedAt = -Infinity;
  /** The subscriptions that there were at the last look. */
  private seen = -1;
  private isDoubted = false;

  /** @param subscriptions Returns how often this process has subscribed to the log. */
  constructor(
    private readonly store: Pick<EventStore, 'idAt' | 'headPosition' | 'readAll'>,
    private readonly rows: { reached(): Promise<readonly Reached[]> },
    private readonly subscriptions: () => number,
  ) {}

  /** Has the next reader look again: something was seen that rows of this log cannot show. */
  doubt(): void {
    this.isDoubted = true;
  }

  /**
   * Returns why the rows must not be shown; undefined where they are those of the log as far as is known. A log
   * that cannot be asked leaves it at what was known.
   *
   * @throws ReadStoreUnavailableError when the rows cannot be read.
   */
  async isWrong(): Promise<string | undefined> {
    if (this.isKnown()) return this.problem;
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private isKnown(): boolean {
    if (this.isDoubted || this.seen !== this.subscriptions()) return false;
    return this.problem === undefined || performance.now() - this.lookedAt < limits.relookMs;
  }

  private async look(): Promise<string | undefined> {
    const subscriptions = this.subscriptions();
    this.isDoubted = false;
    try {
      const compared = await compareWithLog(this.store, await this.rows.reached());
      this.problem = problemOf(compared.map(({ found }) => found));
      this.seen = subscriptions;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
    this.lookedAt = performance.now();
    return this.problem;
  }
}

const problemOf = (found: readonly string[]): string | undefined => {
  if (found.includes('other'))
    return 'The rows are not those of this event log: it does not have the events that they have taken last. They are built again by the process that writes them.';
  if (found.includes('cut'))
    return 'The event log was cut before the position that the rows have examined. The process that writes them reads on from the last event that they have taken.';
  return undefined;
};
