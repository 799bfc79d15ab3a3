import type { DatabaseSync, StatementSync } from '#libs/sqlite';
import { limits } from '../limits.js';

/**
 * A signal for those who wait for the next commit. It is immediate for a commit of this process, and takes up
 * to `foreignCommitPollMs` for another's, which changes SQLite's `data_version`. Polls only while they wait.
 */
export class CommitSignal {
  private readonly selectDataVersion: StatementSync;
  private readonly waiting = new Set<() => void>();
  private poll: NodeJS.Timeout | undefined;
  private dataVersion: unknown;

  constructor(database: DatabaseSync) {
    this.selectDataVersion = database.prepare('PRAGMA data_version');
    this.dataVersion = this.readDataVersion();
  }

  /** Resolves at the next commit of any process, or when the signal aborts. */
  next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        if (this.waiting.size === 0) this.stopPolling();
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
      this.poll ??= setInterval(() => this.lookForForeignCommit(), limits.foreignCommitPollMs);
    });
  }

  notify(): void {
    for (const wake of [...this.waiting]) wake();
  }

  private lookForForeignCommit(): void {
    const version = this.readDataVersion();
    if (version !== undefined && version === this.dataVersion) return;
    this.dataVersion = version;
    this.notify();
  }

  /**
   * Returns undefined when the file cannot be read: those who wait are woken and meet the error themselves.
   */
  private readDataVersion(): unknown {
    try {
      return this.selectDataVersion.get()?.['data_version'];
    } catch {
      return undefined;
    }
  }

  private stopPolling(): void {
    clearInterval(this.poll);
    this.poll = undefined;
  }
}
