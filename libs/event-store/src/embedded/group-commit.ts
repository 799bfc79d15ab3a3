import type { DatabaseSync } from '#libs/sqlite';
import { type AppendOutcome, StoreUnavailableError } from '../event-store.js';
import { limits } from '../limits.js';
import { AppendStatements, type PreparedAppend } from './append-statements.js';
import { markFormat } from './log-format.js';
import { resultCode } from './reading.js';

interface Waiting {
  readonly append: PreparedAppend;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** SQLite result codes (sqlite.org/rescode.html) after which the transaction is known not to be written. */
const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

/**
 * The writer of the file. Appends that arrive in one turn of the event loop share a transaction, and so one
 * sync of the disk, which gives 2 to 18 times the rate of one transaction per append.
 */
export class GroupCommit {
  private readonly statements: AppendStatements;
  private waiting: Waiting[] = [];
  private isMarked = false;
  private isScheduled = false;
  private isClosed = false;
  /** Set once a failed commit has left the file's state unknown. Nothing is acknowledged after that. */
  private failure: unknown;

  constructor(
    private readonly database: DatabaseSync,
    private readonly onCommit: () => void,
  ) {
    this.statements = new AppendStatements(database);
  }

  append(append: PreparedAppend): Promise<AppendOutcome> {
    const refusal = this.refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.waiting.push({ append, resolve, reject });
      this.schedule();
    });
  }

  /** Commits what waits, and from then on rejects every append. */
  close(): void {
    while (this.waiting.length > 0) this.commit();
    this.isClosed = true;
  }

  private refusal(): StoreUnavailableError | undefined {
    if (this.isClosed) return new StoreUnavailableError('The event store is closed.');
    if (this.failure !== undefined)
      return new StoreUnavailableError('The event store stopped writing after a failed commit.', {
        cause: this.failure,
      });
    if (this.waiting.length >= limits.maxQueuedAppends)
      return new StoreUnavailableError('Too many appends are waiting for the disk.');
    return undefined;
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      this.commit();
      if (this.waiting.length > 0) this.schedule();
    });
  }

  private commit(): void {
    const group = this.waiting.splice(0, limits.maxAppendsPerCommit);
    if (group.length === 0) return;
    let outcomes: AppendOutcome[];
    try {
      this.database.exec('BEGIN IMMEDIATE');
      if (!this.isMarked) markFormat(this.database);
      outcomes = group.map(({ append }) => this.statements.append(append));
    } catch (error) {
      this.abandon(group, error);
      return;
    }
    try {
      this.database.exec('COMMIT');
    } catch (error) {
      this.failCommit(group, error);
      return;
    }
    this.isMarked = true;
    for (const [index, { resolve }] of group.entries()) resolve(outcomes[index] as AppendOutcome);
    this.onCommit();
  }

  /** Rejects the appends of a group, of which nothing was written. */
  private abandon(group: readonly Waiting[], cause: unknown): void {
    this.rollback();
    const error = new StoreUnavailableError('The event store could not write.', { cause });
    for (const { reject } of group) reject(error);
  }

  private failCommit(group: readonly Waiting[], cause: unknown): void {
    const code = resultCode(cause);
    if (code === SQLITE_BUSY || code === SQLITE_FULL) {
      this.abandon(group, cause);
      return;
    }
    // After a failed sync the kernel may have dropped the dirty pages: a later success would prove nothing.
    this.failure = cause;
    this.rollback();
    for (const { resolve } of group) resolve({ outcome: 'unknown', cause });
  }

  private rollback(): void {
    this.statements.forgetStreams();
    try {
      this.database.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, or never began.
    }
  }
}
